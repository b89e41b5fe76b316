namespace EdgeCollector.Influx;

/// <summary>What an answer means for the lines that were posted.</summary>
internal enum WriteClass
{
    /// <summary>Stored.</summary>
    Accept,

    /// <summary>At least one line will never be stored; the others perhaps are.</summary>
    Bisect,

    /// <summary>Wrong credentials or no such database: nothing helps but a person.</summary>
    Stop,

    /// <summary>Too long: post less.</summary>
    Halve,

    /// <summary>Busy, broken or not there: later, unchanged.</summary>
    Keep,
}

/// <param name="Status">HTTP status; 0: no answer.</param>
/// <param name="Message">The server's words or the fault, one line.</param>
/// <param name="RetryAfter">The server's wish, at most <see cref="LongestWait"/>.</param>
/// <param name="Dropped">Lines that the server says it dropped, where it says so; else null.</param>
internal readonly record struct WriteAnswer(WriteClass Class, int Status, string Message, TimeSpan? RetryAfter = null, int? Dropped = null)
{
    /// <summary>No server may make a bridge sleep longer.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
}
