using EdgeCollector.Contracts;
using EdgeCollector.Core.Lines;

namespace EdgeCollector.Cli;

/// <summary>What each machine is, for <c>_meta_v1/asset</c>.</summary>
internal static class AssetRecords
{
    public static IEnumerable<(SitePath Path, AssetV1 Asset)> Of(CollectorPlan plan)
    {
        var uns = plan.Options.Uns;
        foreach (var line in plan.Options.Lines)
        {
            foreach (var machine in line.Machines)
            {
                var signals = plan.Model.Machines.First(m => m.Name == machine.Name).Signals;
                var path = new SitePath(uns.Enterprise, uns.Site, uns.Area, line.Name, machine.Name);
                yield return (path, new AssetV1
                {
                    Id = string.Join('.', path.Enterprise, path.Site, path.Area, path.Line, path.Machine),
                    Machine = machine.Name,
                    Seq = 0,
                    TimestampMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
                    Node = plan.Options.Node.Name,
                    Line = line.Name,
                    LabelEn = machine.Label.English ?? "",
                    LabelNl = machine.Label.Dutch ?? "",
                    LabelDe = machine.Label.German ?? "",
                    IdealCycleS = machine.IdealCycle?.TotalSeconds,
                    Source = machine.OpcUa is { } server ? $"opcua {server.Endpoint}" : "gpio",
                    Equipment = machine.Asset?.Equipment ?? "",
                    Location = machine.Asset?.Location ?? "",
                    Units = string.Join(',', signals.Where(s => s.Unit.Length > 0).Select(s => $"{s.Name}={s.Unit}")),
                    ConfigHash = plan.Model.Engine.Revision,
                });
            }
        }
    }
}
