using EdgeCollector.Dashboard;

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
            IsAlive: () => !host.Core!.Completion.IsCompleted, IsReady: () => host.IsReady);
    }
}
