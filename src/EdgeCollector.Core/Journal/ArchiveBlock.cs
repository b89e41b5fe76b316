using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// What is kept of the journal when its segments are freed, in the batch format: header with checksum, receive clocks, then records. Since
/// raw samples have left, ids have holes: before each record stands how far its id is from the one before.
/// </summary>
public sealed class ArchiveBlock
{
    /// <summary>Bytes after which a block should be written.</summary>
    public const int Full = 48 * 1024;

    private readonly RecordWriter _payload = new(64 * 1024);
    private BatchClock _clock;
    private long _first;
    private long _last;

    /// <summary>Records in it.</summary>
    public int Count { get; private set; }

    public bool IsFull => _payload.Length >= Full || Count >= ushort.MaxValue;

    public int EncodedLength => BatchHeader.Size + _payload.Length;

    public void Add(in JournalEntry entry)
    {
        if (Count == 0)
        {
            _payload.Reset();
            _clock = new BatchClock(entry.Input.ReceiveTime, entry.Input.MonotonicTime);
            _payload.Fixed64(_clock.Receive);
            _payload.Fixed64(_clock.Monotonic);
            _first = _last = entry.Sequence;
        }

        _payload.UInt((ulong)(entry.Sequence - _last));
        _last = entry.Sequence;
        _payload.Byte(entry.IsInput ? (byte)entry.Input.Kind : (byte)FactRecords.KindOf(entry.Fact!));
        var begin = _payload.Begin();
        if (entry.IsInput)
        {
            InputRecords.Encode(_payload, entry.Input, _clock);
        }
        else
        {
            FactRecords.Encode(_payload, entry.Fact!);
        }

        _payload.End(begin);
        Count++;
    }

    /// <summary>The sealed block; empty afterwards.</summary>
    public byte[] Take(long epoch)
    {
        var bytes = new byte[EncodedLength];
        _payload.Written.CopyTo(bytes.AsSpan(BatchHeader.Size));
        new BatchHeader(BatchFlags.None, Count, _payload.Length, 0, _first, epoch).Seal(bytes);
        Count = 0;
        return bytes;
    }

    /// <summary>Reads the block at the beginning of <paramref name="bytes"/>; false where none stands there whole and undamaged.</summary>
    /// <param name="bytes">Of a file.</param>
    /// <param name="entries">Gets its records; what this version does not know is left out.</param>
    /// <param name="epoch">Of all its records.</param>
    /// <param name="length">Of the block.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, List<JournalEntry> entries, out long epoch, out int length)
    {
        (epoch, length) = (0, 0);
        if (!BatchHeader.TryVerify(bytes, out var header))
        {
            return false;
        }

        (epoch, length) = (header.Epoch, header.Length);
        var payload = bytes[BatchHeader.Size..header.Length];
        var clock = RecordBatch.ReadClock(payload);
        var reader = new RecordReader(payload[BatchClock.Size..]);
        var (sequence, ordinal) = (header.First, 0);
        while (reader.More)
        {
            var step = (long)reader.UInt();
            var kind = reader.Byte();
            var body = reader.Bytes(reader.Int32());
            if (reader.Failed)
            {
                return false;
            }

            sequence += step;
            if (RecordRules.IsInput(kind))
            {
                ordinal = 0;
                if (InputRecords.TryDecode(body, (InputKind)kind, clock, out var input))
                {
                    entries.Add(new JournalEntry(sequence, 0, input, null));
                }
            }
            else if (FactRecords.TryDecode(body, (RecordKind)kind, out var fact))
            {
                entries.Add(new JournalEntry(sequence, ++ordinal, default, fact));
            }
        }

        return true;
    }
}
