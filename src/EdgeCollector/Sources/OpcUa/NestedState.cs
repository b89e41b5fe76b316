using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>
/// One state out of PackML's three nested machines (OPC 30050 6.3.6 to 6.3.8). Cleared and Running are containers only; the leaf counts.
/// Read from the outside in: an inner machine says something only while the outer one is in its container.
/// </summary>
/// <param name="levels">The machines that the server has.</param>
internal sealed class NestedState(IEnumerable<int> levels)
{
    private const int Innermost = 3;
    private static readonly string[] Containers = ["Cleared", "Running"];
    private readonly int[] _levels = [.. levels.Order()];
    private readonly Input[] _machines = new Input[Innermost + 1];

    /// <summary>Turns the change of one machine into the state of the whole. False: not all that matters has been told yet.</summary>
    public bool TryTake(int level, ref Input input)
    {
        _machines[level] = input;
        foreach (var i in _levels)
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
