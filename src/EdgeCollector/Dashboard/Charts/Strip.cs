using EdgeCollector.Core.Live;
using EdgeCollector.Resources;

namespace EdgeCollector.Dashboard.Charts;

/// <summary>
/// The state strip of one machine over a window, as SVG for screen and print. Positions are per cents, so that one picture fits every
/// width and letters and patterns are never stretched; letters that do not fit are hidden by the style sheet (classes <c>w1</c> to
/// <c>w3</c>, by share of the window).
/// </summary>
internal static class Strip
{
    /// <summary>More segments than this nobody can tell apart: each of so many equal slots then shows what it held longest.</summary>
    public const int MaxSegments = 360;

    public static Markup Svg(IReadOnlyList<StripInterval> intervals, long from, long to, long now, string name, Texts texts)
    {
        var segments = Segments(intervals, from, to, now);
        var h = new HtmlWriter();
        h.Add($"<svg class=\"strip\" role=\"img\" width=\"100%\" height=\"34\"><title>{texts.Fill("strip.title", name)}</title>");
        h.Add($"<desc>{Describe(segments, texts)}</desc>");
        h.Add($"<rect class=\"future\" width=\"100%\" height=\"34\"/>");
        foreach (var segment in segments)
        {
            var x = Share(segment.Start - from, from, to);
            var width = Share(segment.End - segment.Start, from, to);
            var group = segment.Group.Css();
            h.Add($"<rect class=\"s-{group}\" fill=\"url(#p-{group})\" x=\"{x}%\" width=\"{width}%\" height=\"34\"/>");
            if (width >= 1.2)
            {
                var size = width >= 6 ? "w3" : width >= 2.4 ? "w2" : "w1";
                h.Add($"<text class=\"t-{group} {size}\" x=\"{x + width / 2}%\" y=\"22\">{segment.Group.Letter()}</text>");
            }
        }

        if (now > from && now < to)
        {
            h.Add($"<rect class=\"now\" x=\"{Share(now - from, from, to)}%\" width=\"2\" height=\"34\"/>");
        }

        return h.Add($"</svg>").ToMarkup();
    }

    /// <summary>Neighbours of one group joined, clipped to the window; at most <see cref="MaxSegments"/>.</summary>
    public static IReadOnlyList<Segment> Segments(IReadOnlyList<StripInterval> intervals, long from, long to, long now)
    {
        var end = Math.Min(to, Math.Max(from, now));
        var joined = Join(intervals, from, end);
        return joined.Count <= MaxSegments ? joined : Join(Slots(intervals, from, end, to), from, end);
    }

    /// <summary>The patterns that every strip and legend of a page refers to; colours come from the style sheet.</summary>
    public static Markup Patterns()
    {
        var h = new HtmlWriter();
        h.Add($"<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>");
        foreach (var group in StateGroups.Legend)
        {
            var css = group.Css();
            h.Add($"<pattern id=\"p-{css}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">");
            h.Add($"<rect class=\"g-{css}\" width=\"8\" height=\"8\"/>{Ink(group)}</pattern>");
        }

        return h.Add($"</defs></svg>").ToMarkup();
    }

    private static Markup Ink(StateGroup group)
    {
        var path = group switch
        {
            StateGroup.Slow => "M0 7.5h8",
            StateGroup.Unplanned => "M-1 1l2-2M0 8l8-8M7 9l2-2",
            StateGroup.NoReason => "M-1 1l2-2M0 8l8-8M7 9l2-2M-1 5l6-6M3 9l6-6",
            StateGroup.Changeover => "M4 0v8",
            StateGroup.Planned => "M2 2h1v1h-1zM6 6h1v1h-1z",
            StateGroup.NoData => "M0 0l8 8M8 0l-8 8",
            _ => "",
        };
        return path.Length == 0 ? Markup.Empty : new HtmlWriter().Add($"<path class=\"i-{group.Css()}\" d=\"{path}\"/>").ToMarkup();
    }

    private static List<Segment> Join(IEnumerable<StripInterval> intervals, long from, long end)
    {
        var segments = new List<Segment>();
        foreach (var interval in intervals)
        {
            var start = Math.Max(interval.Start, from);
            var stop = Math.Min(interval.End, end);
            if (stop <= start)
            {
                continue;
            }

            var group = StateGroups.Of(interval);
            if (segments.Count > 0 && segments[^1] is var last && last.Group == group && last.End == start)
            {
                segments[^1] = last with { End = stop };
            }
            else
            {
                segments.Add(new Segment(start, stop, group));
            }
        }

        return segments;
    }

    private static IEnumerable<StripInterval> Slots(IReadOnlyList<StripInterval> intervals, long from, long end, long to)
    {
        var slot = Math.Max(1, (to - from) / MaxSegments);
        var next = 0;
        for (var start = from; start < end; start += slot)
        {
            var stop = Math.Min(end, start + slot);
            while (next < intervals.Count && intervals[next].End <= start)
            {
                next++;
            }

            StripInterval longest = default;
            long most = 0;
            for (var i = next; i < intervals.Count && intervals[i].Start < stop; i++)
            {
                var inside = Math.Min(intervals[i].End, stop) - Math.Max(intervals[i].Start, start);
                if (inside > most)
                {
                    (most, longest) = (inside, intervals[i]);
                }
            }

            if (most > 0)
            {
                yield return longest with { Start = start, End = stop };
            }
        }
    }

    private static string Describe(IReadOnlyList<Segment> segments, Texts texts) => string.Join(", ", segments
        .GroupBy(s => s.Group)
        .Select(g => (Group: g.Key, Time: g.Sum(s => s.End - s.Start)))
        .OrderByDescending(g => g.Time)
        .Select(g => texts.Fill("strip.share", g.Group.Text(texts), texts.Format.Minutes(g.Time))));

    private static double Share(long part, long from, long to) => to > from ? 100.0 * part / (to - from) : 0;

    internal readonly record struct Segment(long Start, long End, StateGroup Group);
}
