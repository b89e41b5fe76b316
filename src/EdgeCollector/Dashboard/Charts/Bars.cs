using EdgeCollector.Resources;

namespace EdgeCollector.Dashboard.Charts;

/// <summary>Horizontal bars as SVG in per cents: one ratio with its target mark, or the losses of a shift side by side.</summary>
internal static class Bars
{
    /// <summary>A ratio on a track of 0..1, with the target as a mark; above 1 the bar is full and the figure beside it tells.</summary>
    /// <param name="kind">Class of the bar in the style sheet.</param>
    public static Markup Ratio(double? ratio, double? target, string kind)
    {
        var h = new HtmlWriter();
        h.Add($"<svg class=\"ratio {kind}\" width=\"100%\" height=\"10\" aria-hidden=\"true\">");
        h.Add($"<rect class=\"track\" y=\"2\" width=\"100%\" height=\"6\" rx=\"3\"/>");
        if (ratio is { } r)
        {
            h.Add($"<rect class=\"fill\" y=\"2\" width=\"{100 * Math.Clamp(r, 0, 1)}%\" height=\"6\" rx=\"3\"/>");
        }

        if (target is { } t)
        {
            h.Add($"<rect class=\"mark\" x=\"{100 * Math.Clamp(t, 0, 1)}%\" width=\"3\" height=\"10\"/>");
        }

        return h.Add($"</svg>").ToMarkup();
    }

    /// <summary>One row per loss, longest first, all on the scale of the first; a list, so that it reads without the picture.</summary>
    public static Markup Losses(IReadOnlyList<(string Name, long Milliseconds)> losses, Texts texts)
    {
        var h = new HtmlWriter();
        var longest = losses.Count == 0 ? 0 : losses.Max(l => l.Milliseconds);
        foreach (var (name, ms) in losses)
        {
            var minutes = texts.Fill("unit.minutes", texts.Format.Minutes(ms));
            h.Add($"<li><span class=\"name\">{name}</span><span class=\"value\">{minutes}</span>");
            h.Add($"<svg width=\"100%\" height=\"8\" aria-hidden=\"true\">");
            h.Add($"<rect class=\"loss\" width=\"{(longest > 0 ? 100.0 * ms / longest : 0)}%\" height=\"8\" rx=\"1\"/></svg></li>");
        }

        return h.ToMarkup();
    }
}
