using EdgeCollector.Core.Inputs;
using EdgeCollector.Options;

namespace EdgeCollector.Sources.Gpio;

/// <summary>A machine's `gpio` block to its source.</summary>
internal static class GpioSources
{
    private const long NanosecondsPerTick = 100;

    /// <param name="signal">The machine's signal of a role's word: <c>run</c>, <c>good</c>.</param>
    /// <param name="time">The clock of edges and inputs: it must be the system's, whose monotonic clock is the kernel's.</param>
    public static GpioSource Create(
        string machine, int machineId, Func<string, Signal> signal, GpioOptions options, IGpioKernel kernel, TimeProvider time,
        Action<GpioHealth, string> report)
    {
        GpioLine[] lines = [.. options.AllLines.Select(Line)];
        return new(machine, machineId, Inputs(options, signal), () => GpioLineReader.Open(kernel, options.Chip, lines), time, time, report);
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
        PullUp: line.Active == GpioActive.Low || Edges(line) == GpioEdges.Falling, line.Debounce);

    private static GpioEdges Edges(GpioLineOptions line) => line.IsLevel ? GpioEdges.Both : line.Edge switch
    {
        Options.GpioEdge.Rising => GpioEdges.Rising,
        Options.GpioEdge.Falling => GpioEdges.Falling,
        _ => GpioEdges.Both,
    };
}
