using System.Runtime.InteropServices;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>A place in the archive.</summary>
public readonly record struct ArchivePoint(long Epoch, long Sequence);

/// <summary>
/// What an engine has to fold, from a point of the archive on, to stand where another one stood that had seen everything before: the
/// configuration and the counters' baselines in force there, what each signal said last, with orders and entries, and then every input in order. Restart and
/// <c>explain</c> both begin so, which is why they agree.
/// </summary>
public static class PastInputs
{
    /// <summary>How old a signal's last value may be and still bear its own time.</summary>
    private const long OldestCarried = 8L * 24 * 3600 * 1_000_000_000;

    /// <summary>How long before the point an operator's entry may still speak of what comes after it.</summary>
    private const long EntriesFor = 24L * 3600 * 1_000_000_000;

    /// <summary>The first input from a moment on; null: there is none.</summary>
    /// <param name="blocks">Of the archive, in order.</param>
    /// <param name="from">ns UTC.</param>
    public static ArchivePoint? Find(IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> blocks, long from)
    {
        foreach (var (epoch, entries) in blocks)
        {
            foreach (var entry in entries)
            {
                if (entry.IsInput && entry.Input.ReceiveTime >= from) return new(epoch, entry.Sequence);
            }
        }

        return null;
    }

    /// <param name="blocks">Of the archive, from the point's epoch on.</param>
    public static IEnumerable<(long Epoch, JournalEntry Entry)> From(
        IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> blocks, ArchivePoint point)
    {
        var before = new Carried(point);
        var begun = false;
        foreach (var (epoch, entries) in blocks)
        {
            foreach (var entry in entries)
            {
                if (epoch == point.Epoch && entry.Sequence < point.Sequence)
                {
                    before.Take(entry);
                    continue;
                }

                if (!begun)
                {
                    begun = true;
                    foreach (var carried in before.Entries(entry.Input)) yield return (point.Epoch, carried);
                }

                yield return (epoch, entry);
            }
        }
    }

    /// <summary>What the inputs before the point leave behind.</summary>
    private sealed class Carried(ArchivePoint point)
    {
        private readonly Dictionary<(InputKind Kind, string Of), JournalEntry> _last = [];
        private readonly List<JournalEntry> _entries = [];
        private readonly Dictionary<int, List<JournalEntry>> _counted = [];
        private readonly Dictionary<string, BaselineFact> _baselines = new(StringComparer.Ordinal);
        private readonly Dictionary<int, Signal> _signals = [];
        private readonly Dictionary<string, int> _machines = new(StringComparer.Ordinal);
        private EngineConfiguration? _configuration;

        public void Take(in JournalEntry entry)
        {
            if (entry.Fact is BaselineFact baseline)
            {
                _baselines[baseline.Machine] = baseline;
                if (_machines.TryGetValue(baseline.Machine, out var machine)) _counted.Remove(machine);
            }
            else if (entry.Input is { Kind: InputKind.Epoch, Reference: Baselines { Machines: { } begun } })
            {
                foreach (var known in begun) _baselines[known.Machine] = known;
            }
            else if (entry.Input.Reference is EngineConfiguration configuration)
            {
                _configuration = configuration;
                foreach (var signal in configuration.Signals) _signals[signal.Id] = signal;
                foreach (var definition in configuration.Machines) _machines[definition.Name] = definition.Id;
            }
            else if (entry.Input.Kind == InputKind.Sample && _signals.TryGetValue(entry.Input.Id, out var signal))
            {
                if (!signal.IsCounter) Last(entry, $"{signal.Id}");
                else if (_counted.TryGetValue(signal.MachineId, out var counted)) counted.Add(entry);
                else _counted[signal.MachineId] = [entry];
            }
            else if (entry.Input.Kind == InputKind.Communication)
            {
                Last(entry, $"{entry.Input.Id}");
            }
            else if (entry.Input.Reference is OrderStart order)
            {
                Last(entry, order.Machine);
            }
            else if (entry.Input.Kind == InputKind.Entry)
            {
                _entries.Add(entry);
            }
        }

        public IEnumerable<JournalEntry> Entries(Input first)
        {
            if (_configuration is null)
            {
                // The point is the epoch's own beginning.
                yield break;
            }

            var entries = _entries.Where(e => e.Input.ReceiveTime >= first.ReceiveTime - EntriesFor);
            JournalEntry[] samples = [.. _last.Values.Concat(_counted.Values.SelectMany(c => c)).Concat(entries).OrderBy(e => e.Sequence)];
            var oldest = Math.Max(
                samples.Select(e => Math.Min(e.Input.SourceTime, e.Input.ReceiveTime)).Append(first.ReceiveTime).Min(),
                first.ReceiveTime - OldestCarried);
            var stamp = new Input { Kind = InputKind.Epoch, SourceTime = oldest, ReceiveTime = oldest, Bits = point.Epoch };
            stamp.Reference = new Baselines([.. _baselines.Values.OrderBy(b => b.Machine, StringComparer.Ordinal)]);
            yield return new(0, 0, stamp, null);
            stamp.Kind = InputKind.Configuration;
            stamp.Reference = _configuration;
            yield return new(0, 0, stamp, null);
            foreach (var sample in samples)
            {
                var input = sample.Input;
                input.SourceTime = Math.Max(input.SourceTime, oldest);
                input.ReceiveTime = Math.Max(input.ReceiveTime, oldest);
                yield return sample with { Input = input };
            }
        }

        /// <summary>The newest by its own time: what came late does not say how it is now.</summary>
        private void Last(in JournalEntry entry, string of)
        {
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_last, (entry.Input.Kind, of), out var known);
            if (!known || entry.Input.SourceTime >= last.Input.SourceTime) last = entry;
        }
    }
}
