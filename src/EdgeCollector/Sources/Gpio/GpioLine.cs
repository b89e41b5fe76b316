namespace EdgeCollector.Sources.Gpio;

[Flags]
internal enum GpioEdges
{
    Rising = 1,
    Falling = 2,
    Both = Rising | Falling,
}

/// <summary>A line as the configuration asks for it.</summary>
/// <param name="Signal">Whose line it is, for messages: <c>good</c>.</param>
/// <param name="Name">Name of the line; null where <paramref name="Pin"/> says which.</param>
/// <param name="Pin">Offset on the chip.</param>
/// <param name="Edges">Those that are needed: the kernel wakes nobody for the others.</param>
/// <param name="PullUp">The board's pull-up resistor is switched on; a chip without one ignores it. Else left as it is.</param>
/// <param name="Debounce">How long a level must last, whole microseconds; zero: not debounced.</param>
internal sealed record GpioLine(string Signal, string? Name, int Pin, GpioEdges Edges, bool PullUp, TimeSpan Debounce)
{
    /// <summary>The line's level is what matters (run, fault), not its edges.</summary>
    public bool IsLevel { get; init; }

    /// <summary>As it stands in the configuration.</summary>
    public override string ToString() => Name ?? FormattableString.Invariant($"pin {Pin}");
}
