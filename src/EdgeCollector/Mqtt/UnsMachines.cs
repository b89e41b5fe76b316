using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Lines;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Mqtt;

/// <summary>The machines of a site with their topics, kept up with the configuration. One owner.</summary>
internal sealed class UnsMachines(TopicScheme topics, string area)
{
    private readonly SiteSchema _schema = new(topics.Enterprise, topics.Site, area);
    private readonly Dictionary<SitePath, UnsTopics> _machines = [];
    private readonly Dictionary<int, string> _rawTopics = [];

    /// <summary>Returns the machines that have left.</summary>
    public IReadOnlyList<SitePath> Apply(EngineConfiguration configuration)
    {
        var gone = _schema.Apply(configuration).Where(p => _machines.Remove(p)).ToList();
        foreach (var name in configuration.Machines.Select(m => m.Name).Concat(configuration.Lines.Select(l => l.Name)))
        {
            if (_schema.Find(name) is { } path)
            {
                At(path);
            }
        }

        _rawTopics.Clear();
        foreach (var signal in configuration.Signals.Where(s => s.Role == SignalRole.Tag))
        {
            if (Find(signal.Machine) is { } machine)
            {
                _rawTopics[signal.Id] = machine.RawTopic(signal.Name);
            }
        }

        return gone;
    }

    /// <summary>Topics of a configured machine or line; null for others.</summary>
    public UnsTopics? Find(string name) => _schema.Find(name) is { } path ? _machines.GetValueOrDefault(path) : null;

    /// <summary>Topics of a place, configured or not.</summary>
    public UnsTopics At(SitePath path)
    {
        if (!_machines.TryGetValue(path, out var machine))
        {
            _machines.Add(path, machine = new UnsTopics(topics.Machine(path)));
        }

        return machine;
    }

    /// <summary>Topic of a tag's view; null for signals that are no tag.</summary>
    public string? RawTopic(int signal) => _rawTopics.GetValueOrDefault(signal);
}
