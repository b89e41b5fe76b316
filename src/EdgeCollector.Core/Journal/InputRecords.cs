using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>The clocks against which a batch's times are written: those of its first input.</summary>
internal readonly record struct BatchClock(long Receive, long Monotonic)
{
    public const int Size = 16;
}

/// <summary>
/// Body of an input: a head byte (value kind, quality, and what follows), then id, source time, the two receive clocks where they differ
/// from the batch's, and the value. About 10 bytes for a boolean or a small count, 14 for a Float, 18 for a Double.
/// </summary>
internal static class InputRecords
{
    private const byte HasFlags = 0x20;
    private const byte BatchClocks = 0x40;
    private const byte Single = 0x80;

    public static void Encode(RecordWriter writer, in Input input, BatchClock clock)
    {
        var single = input.ValueKind == ValueKind.Real && IsSingle(input.Bits);
        var batchClocks = input.ReceiveTime == clock.Receive && input.MonotonicTime == clock.Monotonic;
        writer.Byte((byte)((int)input.ValueKind | ((int)input.Quality << 3) | (input.Flags != 0 ? HasFlags : 0)
            | (batchClocks ? BatchClocks : 0) | (single ? Single : 0)));
        if (input.Flags != 0)
        {
            writer.Byte((byte)input.Flags);
        }

        writer.Int(input.Id);
        writer.Int(input.SourceTime - clock.Receive);
        if (!batchClocks)
        {
            var receive = input.ReceiveTime - clock.Receive;
            writer.Int(receive);
            writer.Int(input.MonotonicTime - clock.Monotonic - receive);
        }

        if (single)
        {
            writer.Fixed32(BitConverter.SingleToUInt32Bits((float)BitConverter.Int64BitsToDouble(input.Bits)));
        }
        else if (input.ValueKind == ValueKind.Real)
        {
            writer.Fixed64(input.Bits);
        }
        else if (input.ValueKind is ValueKind.Unsigned or ValueKind.Boolean)
        {
            writer.UInt((ulong)input.Bits);
        }
        else
        {
            writer.Int(input.Bits);
        }

        EncodeReference(writer, input);
    }

    /// <summary>False if the bytes are no such input.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> body, InputKind kind, BatchClock clock, out Input input)
    {
        var reader = new RecordReader(body);
        var head = reader.Byte();
        input = new Input
        {
            Kind = kind,
            ValueKind = (ValueKind)(head & 7),
            Quality = (Quality)(head >> 3 & 3),
            Flags = (head & HasFlags) != 0 ? (InputFlags)reader.Byte() : InputFlags.None,
        };
        var id = reader.Int();
        input.Id = (int)id;
        input.SourceTime = clock.Receive + reader.Int();
        var receive = (head & BatchClocks) != 0 ? 0 : reader.Int();
        input.ReceiveTime = clock.Receive + receive;
        input.MonotonicTime = clock.Monotonic + receive + ((head & BatchClocks) != 0 ? 0 : reader.Int());
        input.Bits = input.ValueKind switch
        {
            ValueKind.Real when (head & Single) != 0 =>
                BitConverter.DoubleToInt64Bits(BitConverter.UInt32BitsToSingle(reader.Fixed32())),
            ValueKind.Real => reader.Fixed64(),
            ValueKind.Unsigned or ValueKind.Boolean => (long)reader.UInt(),
            _ => reader.Int(),
        };
        input.Reference = DecodeReference(ref reader, input);
        return !reader.Failed && input.ValueKind <= ValueKind.Text && input.Quality <= Quality.Bad && id == input.Id;
    }

    // Exact for every value but NaN, whose payload bits a conversion may alter.
    private static bool IsSingle(long bits)
    {
        var value = BitConverter.Int64BitsToDouble(bits);
        return !double.IsNaN(value) && BitConverter.DoubleToInt64Bits((float)value) == bits;
    }

    private static void EncodeReference(RecordWriter writer, in Input input)
    {
        switch (input.Kind)
        {
            case InputKind.Sample when input.ValueKind == ValueKind.Text:
            case InputKind.Gap:
                writer.OptionalText(input.Text);
                break;
            case InputKind.Epoch:
                BaselineRecords.Encode(writer, input.Reference as Baselines);
                break;
            case InputKind.Configuration:
                ConfigurationRecords.Encode(writer, Payload<EngineConfiguration>(input));
                break;
            case InputKind.Entry:
                EntryRecords.Encode(writer, Payload<OperatorEntry>(input));
                break;
            case InputKind.Order:
                EntryRecords.Encode(writer, Payload<OrderStart>(input));
                break;
        }
    }

    private static object? DecodeReference(ref RecordReader reader, in Input input) => input.Kind switch
    {
        InputKind.Sample when input.ValueKind == ValueKind.Text => reader.OptionalText(),
        InputKind.Gap => reader.OptionalText(),
        InputKind.Epoch => BaselineRecords.DecodeAll(ref reader),
        InputKind.Configuration => ConfigurationRecords.Decode(ref reader),
        InputKind.Entry => EntryRecords.DecodeEntry(ref reader),
        InputKind.Order => EntryRecords.DecodeOrder(ref reader),
        _ => null,
    };

    private static T Payload<T>(in Input input)
        where T : class => input.Reference as T
        ?? throw new ArgumentException(
            $"An input of kind {input.Kind} needs a {typeof(T).Name} as its Reference; it has "
            + $"{input.Reference?.GetType().Name ?? "none"}.");
}
