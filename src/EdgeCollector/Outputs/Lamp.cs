using System.Collections.Immutable;

namespace EdgeCollector.Outputs;

/// <summary>What lights a lamp.</summary>
internal enum LampTrigger
{
    /// <summary>A stop that stands for longer than <see cref="Lamp.After"/>.</summary>
    StopLonger,

    /// <summary>OEE of the running shift below <see cref="Lamp.Target"/>.</summary>
    BelowTarget,

    /// <summary>A stop of the running shift that is no micro-stop and has no reason.</summary>
    MissingReason,
}

/// <summary>One lamp: when it is lit.</summary>
/// <param name="Machines">Whose stops count.</param>
/// <param name="Figure">With <see cref="LampTrigger.BelowTarget"/>: the machine or line whose OEE counts.</param>
/// <param name="After">How long the stop must have lasted, or how much of the shift must be known, ms.</param>
/// <param name="Target">OEE, 0 to 1.</param>
/// <param name="Safe">Lit where nothing is known.</param>
internal sealed record Lamp(
    string Name, LampTrigger Trigger, ImmutableArray<string> Machines, string Figure, long After, double Target, bool Safe);
