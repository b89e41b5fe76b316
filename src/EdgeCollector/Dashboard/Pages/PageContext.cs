using EdgeCollector.Core.Live;
using EdgeCollector.Resources;

namespace EdgeCollector.Dashboard.Pages;

/// <summary>All that a page may show: a language, the site's names, one picture of the running shift and how the connections
/// stand.</summary>
/// <param name="Snapshot">Null until the core has made one.</param>
internal sealed record PageContext(Texts Texts, DashboardSite Site, LiveSnapshot? Snapshot, IReadOnlyList<ConnectionBadge> Badges)
{
    public LiveMachine? Machine(string name) => Snapshot?.Machines.FirstOrDefault(m => m.Machine == name);

    public string Clock(long time) => LocalFormat.Clock(time, Site.Zone);
}

/// <summary>A piece of a page that changes while one looks: the element's id and its content.</summary>
internal readonly record struct PagePart(string Id, Markup Content);
