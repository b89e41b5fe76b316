using System.Collections.Concurrent;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Demo;

/// <summary>What the engine counted last, a machine. It reads along from the beginning: what every reader has behind it leaves the
/// journal.</summary>
internal sealed class LastCounts(IJournal journal)
{
    private readonly JournalReader _reader = journal.OpenReader(journal.First, ReadScope.Committed, RecordKinds.Facts);
    private readonly ConcurrentDictionary<string, CountFact> _last = new(StringComparer.Ordinal);

    public CountFact? this[string machine] => _last.GetValueOrDefault(machine);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_reader.TryRead(out var entry))
            {
                if (entry.Fact is CountFact count) _last[count.Machine] = count;
            }

            await _reader.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
