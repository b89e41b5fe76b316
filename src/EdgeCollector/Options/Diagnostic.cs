using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options;

internal enum Severity
{
    Warning,
    Error,
}

/// <summary>One finding: what is wrong, what was expected and how to mend it, on one line.</summary>
/// <param name="Severity">An error stops the start (exit 78), a warning does not.</param>
/// <param name="At">The text it points at.</param>
/// <param name="Path">The whole path of the key, for machines: <c>lines[line1].machines[packer1].gpio.good.edge</c>.</param>
/// <param name="Message">Names the key; never holds the value of a secret.</param>
/// <param name="ShowsSource">False where the source line must not be printed.</param>
internal sealed record Diagnostic(Severity Severity, SourceSpan At, string Path, string Message, bool ShowsSource = true)
{
    public override string ToString() => $"{At.Location}: {Message}";
}
