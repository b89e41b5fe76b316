using EdgeCollector.Core.Inputs;
using EdgeCollector.Options;

namespace EdgeCollector.Sources.Gpio;

/// <summary>A machine wired to the board, as the configuration has it.</summary>
/// <param name="Signal">The machine's signal of a role's word: <c>run</c>, <c>good</c>.</param>
/// <param name="Report">Where its lines say how they are.</param>
internal sealed record GpioWiring(
    string Name, int Id, GpioOptions Options, Func<string, Signal> Signal, Action<GpioHealth, string> Report);

/// <summary>The machines' `gpio` blocks to sources, one for each chip that is asked for.</summary>
internal static class GpioSources
{
    private const long NanosecondsPerTick = 100;

    /// <param name="time">The clock of edges and inputs: it must be the system's, whose monotonic clock is the kernel's.</param>
    /// <param name="trust">Whether the wall clock can be believed; null: always.</param>
    public static IEnumerable<IMachineSource> Create(IEnumerable<GpioWiring> machines, IGpioKernel kernel, TimeProvider time, ClockTrust? trust = null) =>
        machines.GroupBy(machine => machine.Options.Chip).Select(chip => OfChip(chip.Key, [.. chip], kernel, time, time, trust));

    public static IMachineSource OfChip(
        string chip, IReadOnlyList<GpioWiring> wirings, IGpioKernel kernel, TimeProvider time, TimeProvider deadlines,
        ClockTrust? trust = null)
    {
        var lines = wirings.ToDictionary(
            wiring => new GpioMachine(wiring.Name, wiring.Id, Inputs(wiring.Options, wiring.Signal), wiring.Report),
            wiring => wiring.Options.AllLines.Select(line => Line(line) with { Signal = $"{wiring.Name} {line.Word}" }));
        GpioSource source = new(
            [.. lines.Keys], group => GpioLines.Open(kernel, chip, [.. group.SelectMany(machine => lines[machine])], time), time, deadlines,
            trust);
        StackLamp[] lamps = [.. wirings.SelectMany(wiring => StackLightSource.Lamps(wiring.Options, wiring.Signal))];
        return lamps.Length == 0 ? source : new StackLightSource(source, lamps, time);
    }

    /// <summary>In the order of the options' lines, which is the order they are asked for.</summary>
    public static IReadOnlyList<GpioInput> Inputs(GpioOptions options, Func<string, Signal> signal) =>
    [
        .. options.AllLines.Select((line, number) => new GpioInput(
            signal(line.Word), number, line.Active == GpioActive.Low,
            Rising: Edges(line).HasFlag(GpioEdges.Rising), Falling: Edges(line).HasFlag(GpioEdges.Falling),
            SignalRoles.IsCounter(line.Role) ? line.Debounce.Ticks * NanosecondsPerTick : 0,
            line.Spacing.Ticks * NanosecondsPerTick)),
    ];

    /// <summary>
    /// What to ask the kernel for. A line that idles high (true when low, or counted as it falls) is driven low by an open collector,
    /// which needs the pull-up; other lines are left as the board set them.
    /// </summary>
    public static GpioLine Line(GpioLineOptions line) => new(
        line.Word, line.Line, line.Pin ?? 0, Edges(line),
        PullUp: line.Active == GpioActive.Low || Edges(line) == GpioEdges.Falling, line.Debounce)
    {
        IsLevel = line.IsLevel,
    };

    private static GpioEdges Edges(GpioLineOptions line) => line.IsLevel ? GpioEdges.Both : line.Edge switch
    {
        Options.GpioEdge.Rising => GpioEdges.Rising,
        Options.GpioEdge.Falling => GpioEdges.Falling,
        _ => GpioEdges.Both,
    };
}
