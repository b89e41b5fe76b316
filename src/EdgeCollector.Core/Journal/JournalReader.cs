using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>One record of the journal: an input (<see cref="Ordinal"/> 0, <see cref="Fact"/> null), or what followed from it.</summary>
/// <param name="Sequence">The ring slot of the input.</param>
/// <param name="Ordinal">0 for the input, 1.. for its facts.</param>
public readonly record struct JournalEntry(long Sequence, int Ordinal, Input Input, Fact? Fact)
{
    public bool IsInput => Fact is null;
}

/// <summary>
/// The door out: a cursor over the journal that decodes entries in order. Owned by one consumer, not safe for many threads.
/// </summary>
public sealed class JournalReader
{
    private readonly IJournal _journal;
    private readonly ReadScope _scope;

    internal JournalReader(IJournal journal, long sequence, ReadScope scope)
    {
        _journal = journal;
        _scope = scope;
        Next = sequence;
    }

    /// <summary>Sequence of the next input to be read; entries of one input are never split over two cursors.</summary>
    public long Next { get; private set; }
}
