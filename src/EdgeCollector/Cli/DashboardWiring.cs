using EdgeCollector.Dashboard;
using EdgeCollector.Explain;
using EdgeCollector.Storage.Archive;

namespace EdgeCollector.Cli;

/// <summary>What the pages see of the service.</summary>
internal static class DashboardWiring
{
    public static DashboardSources Sources(CollectorPlan plan, CollectorHost host)
    {
        var site = ConfiguredSite.From(plan.Options);
        var insecure = ConfiguredSite.Insecure(plan.Options);
        return new(
            () => site, () => host.Core!.Live, host.Core!.Watch, () => StatusBadges.From(host.Status, insecure), host.History,
            IsAlive: () => !host.Core!.Completion.IsCompleted, IsReady: () => host.IsReady)
        {
            Explain = (id, stop) => Explain(host.Archive!, id, stop),
        };
    }

    private static (byte[]? Json, string Why) Explain(ArchiveFiles archive, string text, CancellationToken stop)
    {
        if (!RecordId.TryParse(text, out var id))
        {
            return (null, "That is no id of a record; one is like filler1-shift-1795410000000.");
        }

        try
        {
            return (ExplanationJson.Write(new ExplainRunner(archive).Explain(id, stop)), "");
        }
        catch (NotExplainedException e)
        {
            return (null, e.Message);
        }
    }
}
