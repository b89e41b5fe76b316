using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>Keys of a counter, beside those of its signal.</summary>
internal sealed record CounterOptions
{
    /// <summary>What a line of the board needs: it counts edges itself.</summary>
    public static readonly Section<CounterOptions> Pieces = new Section<CounterOptions>("pieces", "Keys of a counter.", new())
        .Key("max_rate", Values.Number(0.000_001, 1_000_000), o => o.MaxRate, (o, v) => o with { MaxRate = v },
            "Fastest believable rate, pieces per second; unset, 3 / shortest ideal cycle.")
        .Key("per_piece", Values.Number(0.001, 10_000), o => o.PerPiece, (o, v) => o with { PerPiece = v }, "Pieces per count (cavities).");

    public static readonly Section<CounterOptions> Section = new Section<CounterOptions>("counter", "Keys of a counter.", new())
        .Key("bits", Values.Integer(8, 64), o => o.Bits, (o, v) => o with { Bits = v },
            "Width: it wraps to 0 at 2^bits. Unset, 32.")
        .Key("max", Values.Unsigned(1), o => o.Max, (o, v) => o with { Max = v }, "Last value before it wraps to 0, instead of bits.")
        .Include(Pieces, o => o, (_, v) => v);

    public int? Bits { get; init; }

    public ulong? Max { get; init; }

    /// <summary>Pieces per second.</summary>
    public double? MaxRate { get; init; }

    public double PerPiece { get; init; } = 1;
}
