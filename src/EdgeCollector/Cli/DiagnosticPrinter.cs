using EdgeCollector.Options;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Cli;

/// <summary>Findings as people read them: a line each, the source line with a caret under an error, a count at the end.</summary>
internal static class DiagnosticPrinter
{
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Plain = "\e[0m";

    /// <summary>Prints all findings and what the program ends with.</summary>
    public static void Print(LoadedConfiguration configuration, TextWriter output, bool colour)
    {
        var found = configuration.Diagnostics;
        var width = found.Count == 0 ? 0 : Math.Min(60, found.Max(one => one.At.Location.Length));
        foreach (var one in found)
        {
            var (sign, tint) = one.Severity == Severity.Error ? ("✗", Red) : ("!", Yellow);
            output.WriteLine($"{(colour ? tint + sign + Plain : sign)} {one.At.Location.PadRight(width)}  {one.Message}");
            if (one.Severity == Severity.Error && one.ShowsSource && one.At.Line > 0)
            {
                PrintSource(one.At, configuration.Problems.Hidden, output, colour);
            }
        }

        var (errors, warnings) = (found.Count(one => one.Severity == Severity.Error), found.Count(one => one.Severity == Severity.Warning));
        var counts = string.Join(", ", new[] { Count(errors, "error"), Count(warnings, "warning") }.Where(text => text.Length > 0));
        output.WriteLine(FormattableString.Invariant($"{counts} – exit {(errors > 0 ? ExitCodes.Configuration : ExitCodes.Ok)}"));
    }

    private static void PrintSource(SourceSpan at, IReadOnlyList<SourceSpan> hidden, TextWriter output, bool colour)
    {
        var line = WithoutSecrets(at, hidden);
        var indent = line.Length - line.TrimStart().Length;
        var column = Math.Max(0, at.Column - 1 - indent);
        var caret = new string('^', Math.Max(1, Math.Min(at.Length, line.Length - at.Column + 1)));
        output.WriteLine(FormattableString.Invariant($"{at.Line,7} |  {line[indent..].TrimEnd()}"));
        output.WriteLine($"{new string(' ', 11 + column)}{(colour ? Red + caret + Plain : caret)}");
    }

    /// <summary>The line with stars wherever a secret may stand; the columns stay.</summary>
    private static string WithoutSecrets(SourceSpan at, IReadOnlyList<SourceSpan> hidden)
    {
        var line = at.Source.Line(at.Line).Select(c => char.IsControl(c) ? ' ' : c).ToArray();
        foreach (var span in hidden.Where(span => ReferenceEquals(span.Source, at.Source) && span.Line <= at.Line))
        {
            // A text over several lines gives no end: what follows its first line is hidden whole.
            var from = span.Line == at.Line ? span.Column - 1 : span.Lines > at.Line - span.Line ? 0 : line.Length;
            var to = span.Lines > 1 ? line.Length : span.Column - 1 + span.Length;
            for (var i = Math.Max(0, from); i < Math.Min(line.Length, to); i++)
            {
                line[i] = '*';
            }
        }

        return new string(line);
    }

    private static string Count(int number, string word) =>
        number == 0 ? "" : FormattableString.Invariant($"{number} {word}{(number == 1 ? "" : "s")}");
}
