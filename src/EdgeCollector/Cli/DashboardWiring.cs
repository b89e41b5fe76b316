using EdgeCollector.Dashboard;
using EdgeCollector.Options;

namespace EdgeCollector.Cli;

/// <summary>What the pages see of the service.</summary>
internal static class DashboardWiring
{
    public static DashboardSources Sources(CollectorPlan plan, CollectorHost host)
    {
        var site = Site(plan);
        var insecure = plan.Options.Machines.Where(m => m.OpcUa is { Security: OpcUaSecurity.None }).Select(m => $"opcua {m.Name}").ToHashSet(StringComparer.Ordinal);
        return new(
            () => site, () => host.Core!.Live, host.Core!.Watch, () => StatusBadges.From(host.Status, insecure), host.History,
            IsAlive: () => !host.Core!.Completion.IsCompleted, IsReady: () => host.IsReady);
    }

    private static DashboardSite Site(CollectorPlan plan)
    {
        var (options, engine) = (plan.Options, plan.Model.Engine);
        return new(options.Uns.Enterprise, options.Uns.Site, options.Uns.Area, TimeZoneInfo.FindSystemTimeZoneById(engine.TimeZone), options.Node.Language switch
        {
            Language.Dutch => "nl",
            Language.German => "de",
            _ => "en",
        })
        {
            Lines =
            [
                .. options.Lines.Select(line => new DashboardLine(
                    line.Name, LabelsOf(line.Label), line.Oee.Machine ?? line.Machines.MaxBy(m => m.IdealCycle ?? TimeSpan.Zero)!.Name, line.Oee.Target,
                    [.. line.Machines.Select(m => new DashboardMachine(m.Name, LabelsOf(m.Label)))])),
            ],
            Reasons = options.Reasons.ToDictionary(r => r.Code, r => LabelsOf(r.Label), StringComparer.Ordinal),
            Shifts = engine.Shifts,
        };
    }

    private static Labels LabelsOf(LabelOptions label)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("en", label.English);
        Add("nl", label.Dutch);
        Add("de", label.German);
        return new(texts);

        void Add(string language, string? text)
        {
            if (text is not null)
            {
                texts[language] = text;
            }
        }
    }
}
