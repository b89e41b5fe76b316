using System.Globalization;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Explain;

/// <summary>An explanation for a terminal: the figure and its formula first, then what stands behind each factor, in local time.</summary>
internal sealed class ExplanationText(TextWriter output, TimeZoneInfo zone, int mostRows)
{
    public void Write(Evidence evidence)
    {
        output.WriteLine(evidence.Id);
        if (evidence.Stop is { } stop)
        {
            output.WriteLine($"stop of {stop.Machine}, {stop.Category}{(stop.Minor ? ", minor" : "")}, {Time(stop.Start)} to "
                + $"{(stop.End is { } end ? Time(end) : "now")}, "
                + (stop.Reason.Length > 0 ? $"reason {stop.Reason} ({stop.Source})" : "no reason given") + $", revision {stop.Rev}");
        }

        Body(evidence.Window, "", evidence.Stop is null);
        output.WriteLine();
        output.WriteLine(evidence.Differences.Count == 0 ? "recomputed: equal to the last digit" : "recomputed: NOT equal");
        foreach (var difference in evidence.Differences)
        {
            output.WriteLine($"  {difference}");
        }
    }

    private void Body(Explanation explanation, string title, bool figures)
    {
        var r = explanation.Record;
        if (figures)
        {
            output.WriteLine($"{title}{r.Machine}, {r.Window.ToString().ToLowerInvariant()} {r.Shift}"
                + (r.Team.Length > 0 ? $", team {r.Team}, " : ", ")
                + $"{Time(r.Start)} to {Time(r.End ?? r.Time)}, {r.Status.ToString().ToLowerInvariant()}, revision {r.Rev}");
            output.WriteLine($"configuration {r.Config}, mapping {r.Mapping}"
                + (r.Bottleneck.Length > 0 ? $", bottleneck {r.Bottleneck}" : "")
                + (r.Cause.Length > 0 ? $", waits caused by {r.Cause}" : ""));
            output.WriteLine();
            foreach (var line in FormulaLine.Of(r))
            {
                output.WriteLine($"  {line.Name,-21} {Value(line),9} = {line.Formula}"
                    + (line.Numbers.Length > 0 ? $" = {line.Numbers}" : ""));
            }

            output.WriteLine();
            output.WriteLine($"  pieces: {r.Total} total, {r.Good} good, {r.Scrap} scrap, {r.Rework} rework; recovered {r.Recovered}, "
                + $"outside plan {r.OutsidePlan}");
            foreach (var category in Enum.GetValues<Category>().Where(c => r.Times[c] > 0))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {category,-16} {r.Times[category] * 0.001,12:0.000} s"));
            }

            Flags(r.Flags);
        }

        Rows("intervals", explanation.Intervals, i => $"{Time(i.Start)}  {Length(i.End - i.Start)}  {i.Category}"
            + (i.Raw != i.Category ? $" (machine: {i.Raw})" : "") + (i.Name.Length > 0 ? $" \"{i.Name}\"" : "")
            + (i.Reason.Length > 0 ? $" reason {i.Reason} by {i.Source}" : "") + (i.Product.Length > 0 ? $" product {i.Product}" : ""));
        Rows("counts", explanation.Steps, s => string.Create(CultureInfo.InvariantCulture,
            $"{Time(s.Time)}  {s.Role,-6} {(s.Before is { } b ? $"{b} -> {s.Value}" : $"{s.Value}"),-22} {s.What,-8} "
            + $"{s.Micro / 1e6,8:0.###} {s.Bucket}"
            + $"{(s.Ideal is { } ideal ? $" x {ideal * 0.001:0.###} s" : "")}  #{s.Sequence}"));
        Rows("facts", explanation.Facts, f => $"{Time(f.Time)}  {f.What} = {f.Value}"
            + (f.Quality == Core.Inputs.Quality.Good ? "" : $" ({f.Quality})") + $"  #{f.Sequence}");
        Rows("edits", explanation.Edits, e => $"{Time(e.EnteredAt)}  {e.Code ?? "taken back"} for {Time(e.From)} to "
            + $"{(e.To is { } to ? Time(to) : "its end")} {e.Note}");
        foreach (var part in explanation.Parts)
        {
            output.WriteLine();
            Body(part, "part: ", figures: true);
        }
    }

    private void Flags(RecordFlags flags)
    {
        foreach (var flag in Enum.GetValues<RecordFlags>().Where(f => f != RecordFlags.None && flags.HasFlag(f)))
        {
            output.WriteLine($"  flag {Core.Lines.Words.Of(flag)}: {Meaning(flag)}");
        }
    }

    private static string Meaning(RecordFlags flag) => flag switch
    {
        RecordFlags.Partial => "coverage is below what the site asks for",
        RecordFlags.Estimated => "a value was set by hand, merged or read too seldom at a border",
        RecordFlags.Wrap => "a counter went over its end; nothing is lost",
        RecordFlags.Reset => "a counter was reset; what was made between its last reading and the reset is lost",
        RecordFlags.Implausible => "a reading was faster than the machine can be; it was held back",
        RecordFlags.IdealCycleSuspect => "performance above 1: ideal cycle too slow, wrong product, or counted twice",
        RecordFlags.Clock => "a source's clock was off and was corrected, or its time could not be used",
        RecordFlags.Late => "changed after it was settled",
        RecordFlags.QualityNotMeasured => "nobody tells good from bad: the headline is A x P",
        RecordFlags.UnmappedState => "a state has no meaning in the configuration: counted as Stop",
        RecordFlags.GoodExceedsTotal => "more good pieces than pieces: the counters disagree",
        _ => "samples were lost in this window",
    };

    private void Rows<T>(string name, IReadOnlyList<T> rows, Func<T, string> text)
    {
        if (rows.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"{name} ({rows.Count})");
        foreach (var row in rows.Take(mostRows))
        {
            output.WriteLine($"  {text(row)}");
        }

        if (rows.Count > mostRows)
        {
            output.WriteLine($"  … {rows.Count - mostRows} more, with --all");
        }
    }

    private static string Value(FormulaLine line) => line.Value is not { } value ? "none"
        : line.Name.EndsWith(", s", StringComparison.Ordinal) ? value.ToString("0.0", CultureInfo.InvariantCulture)
        : value.ToString("0.00 %", CultureInfo.InvariantCulture);

    private static string Length(long ms) => string.Create(CultureInfo.InvariantCulture, $"{ms * 0.001,10:0.000} s");

    private string Time(long ms) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(ms), zone)
        .ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture);
}
