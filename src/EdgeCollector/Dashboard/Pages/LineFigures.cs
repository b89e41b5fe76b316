using EdgeCollector.Core.Oee;
using EdgeCollector.Dashboard.Charts;
using EdgeCollector.Resources;

namespace EdgeCollector.Dashboard.Pages;

/// <summary>OEE with its factors, and good against target: the figures of a line's key machine for the running shift.</summary>
internal static class LineFigures
{
    /// <summary>Below this share of known time a headline would be a guess (oee-reference.md 8).</summary>
    private const double LeastCoverage = 0.5;

    /// <summary>From here on a headline stands without a remark.</summary>
    private const double FullCoverage = 0.95;

    public static Markup Oee(OeeRecord? shift, double? target, Texts texts)
    {
        var h = new HtmlWriter();
        var coverage = shift is null ? null : OeeFormula.Coverage(shift);
        if (shift is null || coverage is not >= LeastCoverage)
        {
            h.Add($"<p class=\"label\">{texts["oee"]}</p><p class=\"none\">{texts["oee.not_available"]}</p>");
            h.Add($"<p class=\"note\">{(shift is null ? texts["shift.none"] : Why(coverage, texts))}</p>");
            return h.ToMarkup();
        }

        var measured = !shift.Flags.HasFlag(RecordFlags.QualityNotMeasured);
        var headline = measured ? OeeFormula.Oee(shift) : OeeFormula.Ratio(shift.Ideal, shift.Known);
        h.Add($"<p class=\"label\">{(measured ? texts["oee"] : texts["oee.without_quality"])}</p>");
        h.Add($"<p class=\"big\">{texts.Format.Percent(headline)}<span class=\"unit\">%</span></p>");
        h.Add(Bars.Ratio(headline, target, "oee"));
        h.Add($"<p class=\"note\">{(target is { } t ? texts.Fill("oee.target", texts.Format.Percent(t)) : "")}");
        if (!measured)
        {
            h.Add($" <span class=\"chip\">{texts["oee.quality_missing"]}</span>");
        }

        if (coverage is < FullCoverage)
        {
            h.Add($" <span class=\"chip\">{Why(coverage, texts)}</span>");
        }

        return h.Add($"</p>").ToMarkup();
    }

    public static Markup Factors(OeeRecord? shift, Texts texts)
    {
        var h = new HtmlWriter();
        var known = shift is not null && OeeFormula.Coverage(shift) is >= LeastCoverage;
        var measured = known && !shift!.Flags.HasFlag(RecordFlags.QualityNotMeasured);
        Factor(h, texts["availability"], known ? OeeFormula.Availability(shift!) : null, null, texts);
        Factor(h, texts["performance"], known ? OeeFormula.Performance(shift!) : null, null, texts);
        var note = known && !measured ? texts["quality.not_measured"] : null;
        Factor(h, texts["quality"], measured ? OeeFormula.Quality(shift!) : null, note, texts);
        return h.ToMarkup();
    }

    public static Markup Production(OeeRecord? shift, Texts texts)
    {
        var h = new HtmlWriter();
        if (shift is null)
        {
            return h.Add($"<p class=\"label\">{texts["good"]}</p><p class=\"none\">–</p>").ToMarkup();
        }

        var measured = !shift.Flags.HasFlag(RecordFlags.QualityNotMeasured);
        double made = measured ? shift.Good + shift.RecoveredGood : shift.Total + shift.Recovered;
        var target = shift.Target is { } due ? texts.Fill("good.of_target", texts.Format.Whole(due)) : "";
        h.Add($"<p class=\"label\">{(measured ? texts["good"] : texts["made"])}</p>");
        h.Add($"<p class=\"count\"><span class=\"big\">{texts.Format.Whole(made)}</span> <span class=\"due\">{target}</span></p>");
        if (shift.Target is { } t)
        {
            var ahead = Math.Round(made - t, MidpointRounding.AwayFromZero);
            var minutes = shift.IdealCycle is { } cycle
                ? " · " + texts.Fill("unit.minutes", texts.Format.Signed(ahead * cycle / 60_000))
                : "";
            h.Add($"<p class=\"pace {(ahead < 0 ? "behind" : "ahead")}\">{(ahead < 0 ? "▼" : "▲")} ");
            h.Add($"{texts.Fill("unit.pieces", texts.Format.Signed(ahead))}{minutes} ");
            h.Add($"<span>{(ahead < 0 ? texts["good.behind"] : texts["good.ahead"])}</span></p>");
        }

        return h.ToMarkup();
    }

    private static string Why(double? coverage, Texts texts) => coverage is null
        ? texts["oee.nothing_planned"]
        : texts.Fill("oee.coverage", texts.Format.Percent(coverage));

    private static void Factor(HtmlWriter h, string name, double? ratio, string? note, Texts texts)
    {
        var figure = texts.Format.Percent(ratio) + (ratio is null ? "" : "\u202f%");
        h.Add($"<div class=\"factor\"><p class=\"label\">{name}</p><p class=\"value\">{note ?? figure}</p>");
        h.Add(Bars.Ratio(ratio, null, note is null ? "factor" : "factor missing")).Add($"</div>");
    }
}
