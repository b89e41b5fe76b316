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
/// The door out: a cursor over the journal that decodes entries in order. Owned by one consumer, not safe for many threads. Nothing is
/// allocated per sample; records that are not wanted are passed over by their length.
/// </summary>
public sealed class JournalReader
{
    private readonly IJournal _journal;
    private readonly ReadScope _scope;
    private readonly RecordKinds _kinds;

    private ReadOnlyMemory<byte> _payload;
    private BatchClock _clock;
    private long _batchLast;

    // The input that the scan stands in, the ordinal it has seen, and the wanted record that comes next.
    private long _sequence;
    private int _ordinal;
    private int _position;
    private Record _record;

    internal JournalReader(IJournal journal, long sequence, ReadScope scope, RecordKinds kinds, long end)
    {
        _journal = journal;
        _scope = scope;
        _kinds = kinds;
        Next = sequence;
        End = end;
    }

    /// <summary>Sequence of the next input to be read; entries of one input are never split over two cursors, so a consumer that saves it
    /// between two entries of the same input sees both again.</summary>
    public long Next { get; private set; }

    /// <summary>Last id that it reads.</summary>
    public long End { get; }

    /// <summary>Epoch of the batch that was read last; 0 before.</summary>
    public long Epoch { get; private set; }

    /// <summary>First id of <see cref="Epoch"/> that this reader came to, wanted or not.</summary>
    public long EpochStart { get; private set; }

    /// <summary>Ids that were no longer in the journal when this reader came to them.</summary>
    public long Skipped { get; private set; }

    /// <summary>Records that could not be decoded, and were passed over.</summary>
    public long Damaged { get; private set; }

    /// <summary>The next wanted entry; false at the tail (of what is appended or committed, by the reader's scope).</summary>
    public bool TryRead(out JournalEntry entry)
    {
        while (_record.Kind is not null || NextBatch())
        {
            var record = _record;
            var decoded = TryDecode(record, out entry);
            Pass(record);
            FindWanted();
            if (decoded)
            {
                return true;
            }

            Damaged++;
        }

        entry = default;
        return false;
    }

    /// <summary>Completes when there may be something behind the tail. May be early for a filtered reader.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken) =>
        _record.Kind is not null ? ValueTask.CompletedTask : _journal.WaitForAsync(Next, _scope == ReadScope.Committed, cancellationToken);

    /// <summary>Goes on from <paramref name="sequence"/>, forwards or back.</summary>
    public void Seek(long sequence)
    {
        Next = sequence;
        _payload = default;
        _record = default;
    }

    private bool NextBatch()
    {
        while (Next <= End && _journal.TryRead(Next, out var first, out var batch))
        {
            if (first > End)
            {
                Skipped += End + 1 - Next;
                Next = End + 1;
                return false;
            }

            if (!BatchHeader.TryParse(batch.Span, out var header) || header.Length > batch.Length || header.Last < Next)
            {
                throw new InvalidDataException(
                    $"The journal gave no whole batch for sequence {Next}; its recovery must not let one through.");
            }

            if (_scope == ReadScope.Committed && header.Last > _journal.Committed)
            {
                return false;
            }

            Skipped += first - Next;
            Next = first;
            EpochStart = header.Epoch == Epoch ? EpochStart : first;
            Epoch = header.Epoch;
            _batchLast = header.Last;
            if (!_kinds.CanHold(header.Flags))
            {
                Next = _batchLast + 1;
                continue;
            }

            _payload = batch[BatchHeader.Size..header.Length];
            _clock = RecordBatch.ReadClock(_payload.Span);
            _position = BatchClock.Size;
            _sequence = header.First - 1;
            FindWanted();
            if (_record.Kind is not null)
            {
                return true;
            }
        }

        return false;
    }

    // Moves to the next wanted record of the batch, and Next to its input, or behind the batch.
    private void FindWanted()
    {
        var payload = _payload.Span;
        while (_position < payload.Length)
        {
            var reader = new RecordReader(payload[_position..]);
            var kind = reader.Byte();
            var length = reader.Int32();
            if (reader.Failed || length > reader.Remaining)
            {
                Damaged++;
                break;
            }

            var isInput = RecordRules.IsInput(kind);
            var record = new Record(
                kind, payload.Length - reader.Remaining, length, isInput ? _sequence + 1 : _sequence, isInput ? 0 : _ordinal + 1);
            if (record.Sequence >= Next && record.Sequence <= Math.Min(_batchLast, End) && _kinds.Has(kind))
            {
                _record = record;
                Next = record.Sequence;
                return;
            }

            Pass(record);
        }

        _record = default;
        _payload = default;
        Next = _batchLast + 1;
    }

    private void Pass(Record record)
    {
        _position = record.Start + record.Length;
        _sequence = record.Sequence;
        _ordinal = record.Ordinal;
        _record = default;
    }

    private bool TryDecode(Record record, out JournalEntry entry)
    {
        var body = _payload.Span.Slice(record.Start, record.Length);
        var kind = record.Kind.GetValueOrDefault();
        if (RecordRules.IsInput(kind))
        {
            var done = InputRecords.TryDecode(body, (InputKind)kind, _clock, out var input);
            entry = new JournalEntry(record.Sequence, 0, input, null);
            return done;
        }

        var known = FactRecords.TryDecode(body, (RecordKind)kind, out var fact);
        entry = new JournalEntry(record.Sequence, record.Ordinal, default, fact);
        return known;
    }

    private readonly record struct Record(byte? Kind, int Start, int Length, long Sequence, int Ordinal);
}
