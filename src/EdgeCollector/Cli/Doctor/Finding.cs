namespace EdgeCollector.Cli.Doctor;

internal enum FindingState
{
    Ok,

    /// <summary>It runs, but not as well as it could.</summary>
    Warning,

    Failed,
}

/// <summary>What <c>doctor</c> found.</summary>
/// <param name="Check">One of a few words: <c>system clock config disk mqtt opcua gpio output influx</c>.</param>
/// <param name="Subject">Which machine, lamp or database; empty where there is one only.</param>
/// <param name="Text">One line; of what is not well, with the way out.</param>
internal sealed record Finding(string Check, string Subject, FindingState State, string Text)
{
    public static Finding Ok(string check, string subject, string text) => new(check, subject, FindingState.Ok, text);

    public static Finding Warning(string check, string subject, string text) => new(check, subject, FindingState.Warning, text);

    /// <summary>In the words of a service that goes on trying, which this verb does not.</summary>
    public static Finding FailedOnce(string check, string subject, string text) =>
        Failed(check, subject, text.Replace(", trying again", " – does it run, and is the address right?", StringComparison.Ordinal)
            .Replace("; nothing is lost, writing goes on by itself then", "", StringComparison.Ordinal));

    public static Finding Failed(string check, string subject, string text) => new(check, subject, FindingState.Failed, text);
}
