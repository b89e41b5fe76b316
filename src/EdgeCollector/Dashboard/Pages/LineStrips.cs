using EdgeCollector.Core.Live;
using EdgeCollector.Dashboard.Charts;

namespace EdgeCollector.Dashboard.Pages;

/// <summary>The strips of a line's machines over one axis, its stops without reason, and the same figures as a table.</summary>
internal static class LineStrips
{
    /// <summary>A picture moves by a thousandth of the window: finer nobody sees it, and it need not be sent.</summary>
    private const int Steps = 1000;

    private const int MostStops = 12;

    public static Markup Strips(DashboardLine line, ShiftWindow window, PageContext context)
    {
        var h = new HtmlWriter();
        var now = Coarse(context.Snapshot!.Time, window);
        foreach (var machine in line.Machines)
        {
            var name = machine.Label.In(context.Texts.Language, machine.Name);
            h.Add($"<p class=\"machine\">{name}</p>");
            h.Add(context.Machine(machine.Name) is { } live
                ? Strip.Svg(live.Strip, window.From, window.To, now, name, context.Texts)
                : new HtmlWriter().Add($"<p class=\"note\">{context.Texts["strip.none"]}</p>").ToMarkup());
        }

        return h.Add($"<p></p>").Add(TimeAxis.Svg(window.From, window.To, context.Site.Zone)).ToMarkup();
    }

    public static Markup StopCount(DashboardLine line, PageContext context)
    {
        var count = line.Machines.Sum(m => context.Machine(m.Name)?.Shift?.StopsWithoutReason ?? 0);
        var text = count switch
        {
            0 => context.Texts["stops.none"],
            1 => context.Texts["stops.one"],
            _ => context.Texts.Fill("stops.many", context.Texts.Format.Whole(count)),
        };
        return new HtmlWriter().Add($"<span class=\"{(count == 0 ? "calm" : "alarm")}\">{text}</span>").ToMarkup();
    }

    public static Markup StopList(DashboardLine line, ShiftWindow window, PageContext context)
    {
        var h = new HtmlWriter();
        var now = context.Snapshot!.Time;
        var stops = line.Machines
            .Where(m => context.Machine(m.Name) is not null)
            .SelectMany(m => Strip.Segments(context.Machine(m.Name)!.Strip, window.From, window.To, now)
                .Where(s => s.Group == StateGroup.NoReason)
                .Select(s => (Machine: m, Segment: s)))
            .OrderByDescending(s => s.Segment.Start)
            .Take(MostStops);
        foreach (var (machine, segment) in stops)
        {
            var length = context.Texts.Fill("unit.minutes", context.Texts.Format.Minutes(segment.End - segment.Start));
            var when = segment.End >= now
                ? context.Texts.Fill("state.since", context.Clock(segment.Start))
                : $"{context.Clock(segment.Start)}–{context.Clock(segment.End)}";
            h.Add($"<li><b>{when}</b> ");
            h.Add($"{machine.Label.In(context.Texts.Language, machine.Name)} · {length}</li>");
        }

        return h.ToMarkup();
    }

    /// <summary>Minutes per group and machine: what the strips show, for those who cannot see them.</summary>
    public static Markup Table(DashboardLine line, ShiftWindow window, PageContext context)
    {
        var texts = context.Texts;
        var h = new HtmlWriter();
        h.Add($"<table><caption>{texts["table.caption"]}</caption><thead><tr><th scope=\"col\">{texts["table.state"]}</th>");
        foreach (var machine in line.Machines)
        {
            h.Add($"<th scope=\"col\">{machine.Label.In(texts.Language, machine.Name)}</th>");
        }

        h.Add($"</tr></thead><tbody>");
        var strips = line.Machines.Select(m => Groups(context.Machine(m.Name), window, Coarse(context.Snapshot!.Time, window))).ToList();
        foreach (var group in StateGroups.Legend)
        {
            h.Add($"<tr><th scope=\"row\">{group.Text(texts)}</th>");
            foreach (var times in strips)
            {
                h.Add($"<td>{texts.Format.Minutes(times.GetValueOrDefault(group))}</td>");
            }

            h.Add($"</tr>");
        }

        return h.Add($"</tbody></table>").ToMarkup();
    }

    private static Dictionary<StateGroup, long> Groups(LiveMachine? machine, ShiftWindow window, long now)
    {
        var times = new Dictionary<StateGroup, long>();
        foreach (var interval in machine?.Strip ?? [])
        {
            var inside = Math.Min(interval.End, now) - Math.Max(interval.Start, window.From);
            if (inside > 0)
            {
                var group = StateGroups.Of(interval);
                times[group] = times.GetValueOrDefault(group) + inside;
            }
        }

        return times;
    }

    private static long Coarse(long now, ShiftWindow window)
    {
        var step = Math.Max(1, (window.To - window.From) / Steps);
        return now >= window.To ? window.To : window.From + (now - window.From) / step * step;
    }
}
