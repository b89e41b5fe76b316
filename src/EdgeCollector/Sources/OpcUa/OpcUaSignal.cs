using EdgeCollector.Core.Inputs;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>Which node feeds which signal, and which part of its value.</summary>
/// <param name="Signal">What it means.</param>
/// <param name="Node">With the namespace's URI: resolved on each connection anew.</param>
internal sealed record OpcUaSignal(Signal Signal, ExpandedNodeId Node)
{
    /// <summary>Element of an array; null: the value is a scalar.</summary>
    public int? Index { get; init; }

    /// <summary>One bit of a whole number, as Boolean.</summary>
    public int? Bit { get; init; }

    /// <summary>Bits of a whole number that count; the result is shifted down to the mask's lowest bit.</summary>
    public ulong? Mask { get; init; }

    /// <summary>Zero: every change.</summary>
    public TimeSpan Sampling { get; init; } = TimeSpan.Zero;

    /// <summary>Values that the server keeps between two notifications.</summary>
    public uint Queue { get; init; } = 10;

    public double Deadband { get; init; }

    /// <summary>A value with an Uncertain status is used, flagged estimated, unless it is stale or a substitute (packml.md 4).</summary>
    public bool UsesUncertain { get; init; }

    /// <summary>Field of a PackML structure; <see cref="PackMlField.None"/>: the value is no structure.</summary>
    public PackMlField Field { get; init; }

    /// <summary>Which of PackML's nested state machines, 1 the outermost; 0: the node is the whole signal.</summary>
    public int Level { get; init; }

    /// <summary>Client handle of the monitored item.</summary>
    public uint Handle => (uint)(Signal.Id | (Level << LevelShift));

    /// <summary>The signal's id in a handle.</summary>
    public static int SignalOf(uint handle) => (int)(handle & ((1u << LevelShift) - 1));

    /// <summary>Above <see cref="SignalTable.MaxId"/>.</summary>
    private const int LevelShift = 24;

    /// <summary>Its time matters as much as its value: a queue of one, or a change back and forth unseen, would falsify
    /// durations.</summary>
    public bool IsState => Signal.Role is SignalRole.State or SignalRole.Mode or SignalRole.Run or SignalRole.Fault or SignalRole.Starved
        or SignalRole.Blocked or SignalRole.Operand;
}
