using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>
/// One state out of PackML's three nested machines (OPC 30050 6.3.6 to 6.3.8). Cleared and Running are containers only; the leaf counts.
/// Read from the outside in: an inner machine says something only while the outer one is in its container.
/// </summary>
/// <param name="innermost">The last machine that the server has.</param>
/// <param name="outermost">The first one.</param>
internal sealed class NestedState(int innermost, int outermost)
{
    private static readonly string[] Containers = ["Cleared", "Running"];
    private readonly Input[] _machines = new Input[innermost + 1];

    /// <summary>Turns the change of one machine into the state of the whole. False: not all that matters has been told yet.</summary>
    public bool TryTake(int level, ref Input input)
    {
        _machines[level] = input;
        for (var i = outermost; i <= innermost; i++)
        {
            if (_machines[i].Kind == InputKind.None) return false;

            var (text, quality) = (_machines[i].Text, _machines[i].Quality);
            if (quality == Quality.Bad || text is null) break;
            if (Array.Exists(Containers, container => container.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))) continue;

            (input.ValueKind, input.Reference, input.Bits, input.Quality) = (ValueKind.Text, text, 0, quality);
            return true;
        }

        // A container without a leaf that can be read is unknown.
        input.Quality = Quality.Bad;
        return true;
    }
}
