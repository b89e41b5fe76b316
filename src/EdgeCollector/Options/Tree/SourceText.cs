namespace EdgeCollector.Options.Tree;

/// <summary>
/// A text that configuration values come from: a file, or an environment variable. Kept so that a message can show the line.
/// </summary>
internal sealed class SourceText(string name, string text, OriginKind kind)
{
    private string[]? _lines;

    /// <summary>As the user wrote it on the command line, or the variable's name.</summary>
    public string Name { get; } = name;

    public OriginKind Kind { get; } = kind;

    /// <summary>The line without its line end; empty where there is none.</summary>
    /// <param name="number">1-based.</param>
    public string Line(int number)
    {
        _lines ??= text.ReplaceLineEndings("\n").Split('\n');
        return number >= 1 && number <= _lines.Length ? _lines[number - 1] : "";
    }
}

/// <summary>Where a value was given; a later kind beats an earlier one.</summary>
internal enum OriginKind
{
    File,
    ConfigurationFolder,
    Environment,
}

/// <summary>A stretch of a line. Line and column are 1-based; line 0 means the whole source.</summary>
internal readonly record struct SourceSpan(SourceText Source, int Line, int Column, int Length)
{
    /// <summary>How many lines it covers; the length is of the first one.</summary>
    public int Lines { get; init; } = 1;

    /// <summary><c>file:line:column</c>, or the name alone where the source has no lines.</summary>
    public string Location => Line == 0 ? Source.Name : FormattableString.Invariant($"{Source.Name}:{Line}:{Column}");

    /// <summary><c>file:line</c>, as `config show` prints an origin.</summary>
    public string Origin => Line == 0 ? Source.Name : FormattableString.Invariant($"{Source.Name}:{Line}");
}
