using System.Buffers.Binary;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// The unit of atomicity: inputs and what followed from them, encoded. Reused by CoreLoop batch after batch; a journal copies it.
/// Payload: the receive clocks of the first input (16 bytes), then records of kind, length, body.
/// </summary>
public sealed class RecordBatch : IFactSink
{
    /// <summary>Bytes of payload after which no further input should be added.</summary>
    public const int Full = 48 * 1024;

    /// <summary>Most inputs of one batch.</summary>
    public const int MaxCount = ushort.MaxValue;

    /// <summary>Most bytes of payload; a batch fits a segment.</summary>
    public const int MaxPayload = 3 * 1024 * 1024;

    private readonly RecordWriter _payload = new(64 * 1024);
    private BatchClock _clock;

    /// <summary>Sequence of the first input.</summary>
    public long First { get; private set; }

    /// <summary>Number of inputs; they are contiguous from <see cref="First"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Number of facts.</summary>
    public int Facts { get; private set; }

    public BatchFlags Flags { get; private set; }

    /// <summary>The highest of its records.</summary>
    public CommitUrgency Urgency { get; private set; }

    public long Last => First + Count - 1;

    public bool IsFull => Count == MaxCount || _payload.Length >= Full;

    public ReadOnlyMemory<byte> Records => _payload.WrittenMemory;

    /// <summary>Bytes with the header.</summary>
    public int EncodedLength => BatchHeader.Size + _payload.Length;

    public void Clear(long first)
    {
        First = first;
        Count = 0;
        Facts = 0;
        Flags = BatchFlags.None;
        Urgency = CommitUrgency.Normal;
        _payload.Reset();
    }

    /// <summary>Appends the next input.</summary>
    /// <exception cref="ArgumentException">Its payload is not what its kind promises, or the batch grew beyond what a segment
    /// holds.</exception>
    public void Add(in Input input)
    {
        if (Count == 0)
        {
            _clock = new BatchClock(input.ReceiveTime, input.MonotonicTime);
            _payload.Fixed64(_clock.Receive);
            _payload.Fixed64(_clock.Monotonic);
        }

        _payload.Byte((byte)input.Kind);
        var begin = _payload.Begin();
        InputRecords.Encode(_payload, input, _clock);
        _payload.End(begin);
        Count++;
        Raise(RecordRules.Urgency(input.Kind));
        if (input.Kind is not (InputKind.Sample or InputKind.Tick or InputKind.None))
        {
            Flags |= BatchFlags.Rare;
        }
    }

    /// <summary>Appends what follows from the last input.</summary>
    /// <exception cref="ArgumentException">No format for this fact, or the batch grew beyond what a segment holds.</exception>
    public void Add(Fact fact)
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("A fact follows from an input: add the input first.");
        }

        _payload.Byte((byte)FactRecords.KindOf(fact));
        var begin = _payload.Begin();
        FactRecords.Encode(_payload, fact);
        _payload.End(begin);
        Facts++;
        Flags |= BatchFlags.Facts;
        Raise(RecordRules.Urgency(fact));
    }

    /// <summary>Copies the batch with its header and checksum to <paramref name="destination"/> (<see cref="EncodedLength"/>
    /// bytes).</summary>
    public void Encode(Span<byte> destination, long epoch, uint generation)
    {
        _payload.Written.CopyTo(destination[BatchHeader.Size..]);
        new BatchHeader(Flags, Count, _payload.Length, generation, First, epoch).Seal(destination);
    }

    internal static BatchClock ReadClock(ReadOnlySpan<byte> payload) => payload.Length < BatchClock.Size
        ? default
        : new BatchClock(BinaryPrimitives.ReadInt64LittleEndian(payload), BinaryPrimitives.ReadInt64LittleEndian(payload[8..]));

    private void Raise(CommitUrgency urgency)
    {
        Urgency = urgency > Urgency ? urgency : Urgency;
        if (_payload.Length > MaxPayload)
        {
            throw new ArgumentException(
                $"An input and what follows from it take {_payload.Length} bytes, more than the {MaxPayload} of a batch; split "
                + "the configuration or the entry.");
        }
    }
}
