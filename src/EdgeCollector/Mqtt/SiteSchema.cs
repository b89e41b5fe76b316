using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Lines;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Mqtt;

/// <summary>Where the machines and lines of a configuration stand. Revisions add up: facts of a machine that has left are still delivered
/// under its old place.</summary>
internal sealed class SiteSchema(string enterprise, string site, string area)
{
    private readonly Dictionary<string, SitePath> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Signal> _signals = [];

    public SitePath? Find(string name) => _paths.GetValueOrDefault(name);

    public Signal? FindSignal(int id) => _signals.GetValueOrDefault(id);

    /// <summary>Takes a revision in and returns the machines that an earlier one had and this one has not.</summary>
    public IReadOnlyList<SitePath> Apply(EngineConfiguration configuration)
    {
        var names = configuration.Machines.Select(m => m.Name).Concat(configuration.Lines.Select(l => l.Name))
            .ToHashSet(StringComparer.Ordinal);
        var gone = _paths.Values.Where(p => !names.Contains(p.Name)).ToList();
        foreach (var line in configuration.Lines)
        {
            _paths[line.Name] = new SitePath(enterprise, site, area, line.Name, "");
        }

        foreach (var machine in configuration.Machines)
        {
            _paths[machine.Name] = new SitePath(enterprise, site, area, machine.Line, machine.Name);
        }

        foreach (var signal in configuration.Signals)
        {
            _signals[signal.Id] = signal;
        }

        return gone;
    }

    public Measurements Measurements() => new([.. _paths.Values], [.. _signals.Values]);
}
