using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Storage.Archive;

namespace EdgeCollector.Explain;

/// <summary>What was asked for cannot be explained; the message says why and what is there.</summary>
internal sealed class NotExplainedException(string message) : Exception(message);

/// <param name="Window">Of a window id, or of the shift-less stretch of a stop.</param>
/// <param name="Stop">The stop as it was stated, for a stop's id.</param>
/// <param name="Differences">Between what was stated and what this fold of the evidence gives; empty: equal to the last digit.</param>
internal sealed record Evidence(string Id, Explanation Window, StopFact? Stop, IReadOnlyList<string> Differences);

/// <summary>
/// Folds the archive with an engine of its own up to where a record was stated, and lets it explain that. The running engine is never
/// asked. Two passes over the files: one finds the record, one folds the inputs of its epoch.
/// </summary>
internal sealed class ExplainRunner(ArchiveFiles files)
{
    private const int Suggestions = 3;
    private const long AroundStop = 60_000;

    /// <exception cref="NotExplainedException">There is no such record, or it is older than what is kept.</exception>
    public Evidence Explain(RecordId id, CancellationToken cancellationToken)
    {
        var (found, epoch) = Find(id, cancellationToken);
        var sink = new LastFacts(id);
        var engine = Fold(epoch, found?.Sequence ?? long.MaxValue, sink, cancellationToken);
        return id.IsStop ? OfStop(id, engine, found!.Value, sink) : OfWindow(id, engine, found, sink);
    }

    private static Evidence OfWindow(RecordId id, OeeEngine engine, (long Sequence, Fact Fact)? found, LastFacts sink)
    {
        var stated = found?.Fact as OeeRecord;
        var explanation = engine.Explain(id.Machine, id.Window, id.Start, stated)
            ?? throw new NotExplainedException($"{id.Text}: no such window was stated or runs");
        var differences = new List<string>(explanation.Differences());
        if (stated is not null && (sink.Record is not { } again || again != stated))
        {
            differences.Add($"the record that was stated is not the one that its inputs give ({stated.Id})");
        }

        return new Evidence(id.Text, explanation, null, differences);
    }

    private static Evidence OfStop(RecordId id, OeeEngine engine, (long Sequence, Fact Fact) found, LastFacts sink)
    {
        var stop = (StopFact)found.Fact;
        var end = Math.Max(stop.End ?? stop.Time, stop.Start + 1);
        var window = new OeeRecord(stop.Machine, end) { Window = WindowKind.Shift, Start = stop.Start - AroundStop, End = end };
        var explanation = engine.Explain(stop.Machine, WindowKind.Shift, window.Start, window)
            ?? throw new NotExplainedException($"{id.Text}: machine {stop.Machine} is not in the configuration of that time");
        return new Evidence(id.Text, explanation, stop, sink.Stop == stop ? explanation.Differences()
            : [.. explanation.Differences(), "the stop that was stated is not the one that its inputs give"]);
    }

    private ((long Sequence, Fact Fact)? Found, long Epoch) Find(RecordId id, CancellationToken cancellationToken)
    {
        (long Sequence, Fact Fact)? found = null;
        var (epoch, newest, machines, known, oldest) = (0L, 0L, new HashSet<string>(), new List<string>(), long.MaxValue);
        foreach (var (of, entries) in files.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            newest = of;
            foreach (var entry in entries)
            {
                oldest = entry.IsInput ? Math.Min(oldest, entry.Input.ReceiveTime / 1_000_000) : oldest;
                if (entry.Input.Reference is EngineConfiguration c)
                {
                    machines.UnionWith(c.Machines.Select(m => m.Name).Concat(c.Lines.Select(l => l.Name)));
                }
                else if (entry.Fact is { } fact && Matches(id, fact))
                {
                    (found, epoch) = ((entry.Sequence, fact), of);
                }
                else if (entry.Fact is OeeRecord r && r.Machine == id.Machine && r.Window == id.Window)
                {
                    known.Add(r.Id);
                }
                else if (entry.Fact is StopFact s && id.IsStop)
                {
                    known.Add(s.Id);
                }
            }
        }

        if (found is not null || (!id.IsStop && id.Rev is null && machines.Contains(id.Machine)))
        {
            // Nothing lasting was stated of it: then it runs, in the newest epoch, or there is none.
            return (found, found is null ? newest : epoch);
        }

        var names = string.Join(", ", machines.Order(StringComparer.Ordinal));
        var last = known.Count > 0 ? $"; the last ones are {string.Join(", ", known.Distinct().TakeLast(Suggestions))}" : "";
        var since = oldest == long.MaxValue ? default : DateTimeOffset.FromUnixTimeMilliseconds(oldest);
        throw new NotExplainedException($"{id.Text}: " + (machines.Count == 0
            ? "there is no archive here yet; is --data the service's folder?"
            : !id.IsStop && !machines.Contains(id.Machine) ? $"{id.Machine} is no machine or line of the archive ({names})"
            : FormattableString.Invariant($"no such record since {since:yyyy-MM-dd HH:mm} UTC, where the archive begins{last}")));
    }

    private static bool Matches(RecordId id, Fact fact) => id.IsStop
        ? fact is StopFact stop && stop.Id == id.Text
        : fact is OeeRecord record && record.Machine == id.Machine && record.Window == id.Window && record.Start == id.Start
            && (id.Rev is null || record.Rev == id.Rev);

    private OeeEngine Fold(long epoch, long last, LastFacts sink, CancellationToken cancellationToken)
    {
        var engine = new OeeEngine(epoch);
        foreach (var (of, entry) in Entries(epoch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.IsInput && (of != epoch || entry.Sequence <= last))
            {
                engine.Apply(entry.Sequence, entry.Input, sink);
            }
        }

        return engine;
    }

    /// <summary>From where the running engine had begun: with the epoch, or with an earlier run's inputs.</summary>
    private IEnumerable<(long Epoch, JournalEntry Entry)> Entries(long epoch)
    {
        var first = files.ReadFrom(epoch).SelectMany(block => block.Entries).FirstOrDefault();
        var start = first.Input.Reference is Baselines { ResumedEpoch: not 0 } resumed
            ? new ArchivePoint(resumed.ResumedEpoch, resumed.ResumedFrom) : new ArchivePoint(epoch, 0);
        return PastInputs.From(files.ReadFrom(start.Epoch), start).TakeWhile(entry => entry.Epoch <= epoch);
    }

    /// <summary>The last statement under the id, as this fold makes it.</summary>
    private sealed class LastFacts(RecordId id) : IFactSink
    {
        public OeeRecord? Record { get; private set; }

        public StopFact? Stop { get; private set; }

        public void Add(Fact fact)
        {
            if (Matches(id, fact))
            {
                Record = fact is OeeRecord { Status: not RecordStatus.Live } record ? record : Record;
                Stop = fact as StopFact ?? Stop;
            }
        }
    }
}
