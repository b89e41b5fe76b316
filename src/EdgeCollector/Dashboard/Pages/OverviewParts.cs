using EdgeCollector.Core.Live;
using EdgeCollector.Core.Oee;
using EdgeCollector.Dashboard.Charts;
using EdgeCollector.Resources;

namespace EdgeCollector.Dashboard.Pages;

/// <summary>Everything on the overview that changes. The page is made of these parts, and the live feed sends those that changed.</summary>
internal static class OverviewParts
{
    private const int MostLosses = 5;

    public static IReadOnlyList<PagePart> All(PageContext context)
    {
        var parts = new List<PagePart>
        {
            new("shift", Shift(context)),
            new("clock", Clock(context)),
            new("badges", Badges(context)),
        };
        foreach (var line in context.Site.Lines)
        {
            Line(parts, line, context);
        }

        return parts;
    }

    private static void Line(List<PagePart> parts, DashboardLine line, PageContext context)
    {
        var texts = context.Texts;
        if (context.Machine(line.KeyMachine) is not { } key)
        {
            var waiting = new HtmlWriter().Add($"<p class=\"note\">{texts["page.waiting"]}</p>").ToMarkup();
            parts.Add(new($"{line.Name}.now", waiting));
            return;
        }

        var window = ShiftWindow.Of(key, context.Snapshot!.Time, context.Site);
        var group = StateGroups.Of(key.Category, key.OpenStop?.Reason ?? "", key.Strip.Count > 0 && key.Strip[^1].Slow);
        parts.Add(new($"{line.Name}.now", Now(key, group, context)));
        parts.Add(new($"{line.Name}.say", Say(line, group, texts)));
        parts.Add(new($"{line.Name}.oee", LineFigures.Oee(key.Shift, line.Target, texts)));
        parts.Add(new($"{line.Name}.factors", LineFigures.Factors(key.Shift, texts)));
        parts.Add(new($"{line.Name}.production", LineFigures.Production(key.Shift, texts)));
        parts.Add(new($"{line.Name}.strips", LineStrips.Strips(line, window, context)));
        parts.Add(new($"{line.Name}.stopcount", LineStrips.StopCount(line, context)));
        parts.Add(new($"{line.Name}.stops", LineStrips.StopList(line, window, context)));
        parts.Add(new($"{line.Name}.losses", Losses(key, context)));
        parts.Add(new($"{line.Name}.table", LineStrips.Table(line, window, context)));
    }

    private static Markup Shift(PageContext context)
    {
        var machine = context.Site.Lines.Select(l => context.Machine(l.KeyMachine)).FirstOrDefault(m => m is not null);
        var text = machine is null
            ? context.Texts["shift.none"]
            : ShiftWindow.Of(machine, context.Snapshot!.Time, context.Site).Title(context.Texts, context.Site);
        return new HtmlWriter().Add($"{text}").ToMarkup();
    }

    private static Markup Clock(PageContext context) => new HtmlWriter()
        .Add($"{(context.Snapshot is { } s ? LocalFormat.Clock(s.Time, context.Site.Zone, seconds: true) : "–")}")
        .ToMarkup();

    private static Markup Badges(PageContext context)
    {
        var h = new HtmlWriter();
        foreach (var badge in context.Badges)
        {
            var (css, word) = badge.State switch
            {
                BadgeState.Good => ("good", context.Texts["badge.good"]),
                BadgeState.Connecting => ("connecting", context.Texts["badge.connecting"]),
                BadgeState.Failed => ("failed", context.Texts["badge.failed"]),
                _ => ("unknown", context.Texts["badge.unknown"]),
            };
            h.Add($"<li class=\"badge {css}{(badge.Insecure ? " insecure" : "")}\" title=\"{badge.Message}\"><i></i>{badge.Name}");
            h.Add($"<span class=\"quiet\"> {word}</span>");
            if (badge.Insecure)
            {
                h.Add($" <b>{context.Texts["badge.insecure"]}</b>");
            }

            h.Add($"</li>");
        }

        return h.ToMarkup();
    }

    private static Markup Now(LiveMachine machine, StateGroup group, PageContext context)
    {
        var h = new HtmlWriter();
        var timer = LocalFormat.Timer(context.Snapshot!.Time - machine.Since);
        h.Add($"<div class=\"tile t-{group.Css()}\"><span class=\"letter\" aria-hidden=\"true\">{group.Letter()}</span>");
        h.Add($"<span class=\"word\">{Word(machine, group, context)}</span><span class=\"timer\">{timer}</span>");
        h.Add($"<span class=\"own\">{machine.StateName} · {context.Texts.Fill("state.since", context.Clock(machine.Since))}</span></div>");
        return h.ToMarkup();
    }

    private static string Word(LiveMachine machine, StateGroup group, PageContext context) => machine.Category switch
    {
        Category.Running => group == StateGroup.Slow ? context.Texts["state.slow"] : context.Texts["state.running"],
        Category.MicroStop => context.Texts["state.micro_stop"],
        _ when machine.OpenStop is { Reason.Length: > 0 } stop => Reason(stop.Reason, context),
        var category => Name(category, context.Texts),
    };

    private static Markup Say(DashboardLine line, StateGroup group, Texts texts) =>
        new HtmlWriter().Add($"{line.Label.In(texts.Language, line.Name)}: {group.Text(texts)}").ToMarkup();

    private static Markup Losses(LiveMachine machine, PageContext context) => machine.Losses.Count == 0
        ? new HtmlWriter().Add($"<li class=\"note\">{context.Texts["losses.none"]}</li>").ToMarkup()
        : Bars.Losses(
            [.. machine.Losses.Take(MostLosses).Select(l => (LossName(l.Key, context), l.Milliseconds))],
            context.Texts);

    private static string LossName(string key, PageContext context) => key switch
    {
        "slow" => context.Texts["loss.slow"],
        "scrap" => context.Texts["loss.scrap"],
        "minor" => context.Texts["loss.minor"],
        _ when context.Site.Reasons.ContainsKey(key) => Reason(key, context),
        _ when Enum.TryParse<Category>(key, ignoreCase: true, out var category) && Enum.IsDefined(category) =>
            Name(category, context.Texts),
        _ => key,
    };

    private static string Reason(string code, PageContext context) =>
        context.Site.Reasons.TryGetValue(code, out var labels) ? labels.In(context.Texts.Language, code) : code;

    private static string Name(Category category, Texts texts) => category switch
    {
        Category.NotScheduled => texts["category.not_scheduled"],
        Category.Break => texts["category.break"],
        Category.PlannedDowntime => texts["category.planned_downtime"],
        Category.NoDemand => texts["category.no_demand"],
        Category.Running => texts["state.running"],
        Category.MicroStop => texts["state.micro_stop"],
        Category.Down => texts["category.down"],
        Category.Stop => texts["category.stop"],
        Category.Starved => texts["category.starved"],
        Category.Blocked => texts["category.blocked"],
        Category.External => texts["category.external"],
        Category.Changeover => texts["category.changeover"],
        Category.PlannedStop => texts["category.planned_stop"],
        _ => texts["category.unknown"],
    };
}
