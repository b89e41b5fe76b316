using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// What of the journal goes into the archive: whatever the engine computes from (inputs of an OEE role, communication, gaps, entries,
/// orders, configurations, epochs), and what it settled. Tags leave, and so do live records and ticks from which nothing lasting followed.
/// Feed it every entry in order.
/// </summary>
public sealed class ArchiveFilter
{
    /// <summary>ms between two baselines of a machine: what a power cut costs of them.</summary>
    private const long BaselineEvery = 60_000;
    private readonly HashSet<int> _roles = [];
    private readonly Dictionary<string, (long KeptAt, JournalEntry? Newer)> _baselines = new(StringComparer.Ordinal);
    private JournalEntry _input;
    private bool _held;

    /// <summary>The newest baselines that were let go by: to be kept when nothing follows.</summary>
    public IEnumerable<JournalEntry> Held => _baselines.Values.Select(b => b.Newer).OfType<JournalEntry>();

    /// <summary>Whether the record is to be kept; <paramref name="before"/> is the input that it follows from, where that is to be kept
    /// now too.</summary>
    public bool Keeps(in JournalEntry entry, out JournalEntry? before)
    {
        before = null;
        if (entry.Fact is BaselineFact baseline)
        {
            var due = !_baselines.TryGetValue(baseline.Machine, out var last) || baseline.Time - last.KeptAt >= BaselineEvery;
            _baselines[baseline.Machine] = due ? (baseline.Time, null) : (last.KeptAt, entry);
            return due;
        }

        if (!entry.IsInput)
        {
            if (entry.Fact is OeeRecord { Status: RecordStatus.Live } or CountFact or DowntimeHourFact)
            {
                return false;
            }

            before = _held ? _input : null;
            _held = false;
            return true;
        }

        _held = false;
        switch (entry.Input.Kind)
        {
            case InputKind.Configuration when entry.Input.Reference is EngineConfiguration configuration:
                foreach (var signal in configuration.Signals)
                {
                    if (signal.Role != SignalRole.Tag)
                    {
                        _roles.Add(signal.Id);
                    }
                }

                return true;
            case InputKind.Sample when !_roles.Contains(entry.Input.Id):
            case InputKind.Tick or InputKind.None:
                (_input, _held) = (entry, true);
                return false;
            default:
                return true;
        }
    }
}
