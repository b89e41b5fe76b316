using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// What becomes of samples that find no room in the ring: first pulses of a signal become one sample with their sum and gaps one gap;
/// where that is not enough, levels of a signal become its latest. What was merged says so by <see cref="InputFlags.Estimated"/>.
/// </summary>
internal static class SampleMerge
{
    /// <summary>Packs the inputs to the front; returns how many are left. No more than one a signal, a gap and a communication are
    /// left where <paramref name="levels"/> go too.</summary>
    /// <param name="merged">Inputs that vanished into others.</param>
    public static int Merge(Span<Input> inputs, bool levels, out int merged)
    {
        var kept = 0;
        foreach (ref readonly var input in inputs)
        {
            var into = CanMerge(input, levels) ? IndexOf(inputs[..kept], input) : -1;
            if (into < 0)
            {
                inputs[kept++] = input;
            }
            else
            {
                inputs[into] = Of(inputs[into], input);
            }
        }

        merged = inputs.Length - kept;
        return kept;
    }

    private static bool CanMerge(in Input input, bool levels) =>
        input.Kind == InputKind.Gap || (input.Kind == InputKind.Sample && (levels || input.ValueKind == ValueKind.Unsigned));

    private static int IndexOf(ReadOnlySpan<Input> inputs, in Input like)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Kind == like.Kind && inputs[i].Id == like.Id)
            {
                return i;
            }
        }

        return -1;
    }

    private static Input Of(in Input first, in Input second) => second.Kind == InputKind.Gap
        ? first with { Bits = second.Bits, ReceiveTime = second.ReceiveTime, MonotonicTime = second.MonotonicTime }
        : second with
        {
            Bits = second.ValueKind == ValueKind.Unsigned ? first.Bits + second.Bits : second.Bits,
            Flags = first.Flags | second.Flags | InputFlags.Estimated,
        };
}
