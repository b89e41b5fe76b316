using EdgeCollector.Core.Live;
using EdgeCollector.Core.Oee;
using EdgeCollector.Resources;

namespace EdgeCollector.Dashboard.Charts;

/// <summary>The eight things a strip can show (ux.md 2.1), each with a colour, a pattern and a letter. Worst to overlook is
/// highest.</summary>
internal enum StateGroup
{
    NotScheduled,
    Planned,
    Run,
    Slow,
    Changeover,
    NoData,
    Unplanned,
    NoReason,
}

internal static class StateGroups
{
    public static IReadOnlyList<StateGroup> Legend { get; } =
    [
        StateGroup.Run, StateGroup.Slow, StateGroup.NoReason, StateGroup.Unplanned, StateGroup.Changeover, StateGroup.Planned,
        StateGroup.NotScheduled, StateGroup.NoData,
    ];

    /// <summary>A micro-stop is a performance loss, so it is shown with slow running.</summary>
    public static StateGroup Of(in StripInterval interval) => Of(interval.Category, interval.Reason, interval.Slow);

    public static StateGroup Of(Category category, string reason, bool slow) => category switch
    {
        Category.Running => slow ? StateGroup.Slow : StateGroup.Run,
        Category.MicroStop => StateGroup.Slow,
        Category.Changeover => StateGroup.Changeover,
        Category.PlannedStop or Category.PlannedDowntime or Category.Break => StateGroup.Planned,
        Category.NotScheduled or Category.NoDemand => StateGroup.NotScheduled,
        Category.Unknown => StateGroup.NoData,
        _ => reason.Length == 0 ? StateGroup.NoReason : StateGroup.Unplanned,
    };

    public static string Letter(this StateGroup group) => group switch
    {
        StateGroup.Run => "R",
        StateGroup.Slow => "S",
        StateGroup.Unplanned => "U",
        StateGroup.NoReason => "!",
        StateGroup.Changeover => "C",
        StateGroup.Planned => "P",
        StateGroup.NotScheduled => "–",
        _ => "?",
    };

    /// <summary>The class in the style sheet, and the end of the pattern's id.</summary>
    public static string Css(this StateGroup group) => group switch
    {
        StateGroup.Run => "run",
        StateGroup.Slow => "slow",
        StateGroup.Unplanned => "unplanned",
        StateGroup.NoReason => "noreason",
        StateGroup.Changeover => "changeover",
        StateGroup.Planned => "planned",
        StateGroup.NotScheduled => "off",
        _ => "nodata",
    };

    public static string Text(this StateGroup group, Texts texts) => group switch
    {
        StateGroup.Run => texts["group.run"],
        StateGroup.Slow => texts["group.slow"],
        StateGroup.Unplanned => texts["group.unplanned"],
        StateGroup.NoReason => texts["group.no_reason"],
        StateGroup.Changeover => texts["group.changeover"],
        StateGroup.Planned => texts["group.planned"],
        StateGroup.NotScheduled => texts["group.off"],
        _ => texts["group.no_data"],
    };
}
