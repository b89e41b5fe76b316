using System.Globalization;
using EdgeCollector.Options;
using EdgeCollector.Sources.Gpio;
using GpioEdge = EdgeCollector.Sources.Gpio.GpioEdge;

namespace EdgeCollector.Cli;

/// <summary><c>test MACHINE</c> of a machine on the board: its lines as they are, without any debounce, so that bounces show.</summary>
internal static class GpioTest
{
    private const int ReadAtMost = 64;
    private const int Bar = 30;
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromMilliseconds(100);

    /// <returns>0; 1 where the chip or a line cannot be had, or nothing moved at all.</returns>
    public static async Task<int> RunAsync(
        MachineOptions machine, GpioOptions options, TimeSpan length, CliHost host, CancellationToken stop)
    {
        try
        {
            using var lines = GpioLines.Open(host.Gpio, options.Chip, [.. options.AllLines.Select(Undebounced)], host.Time);
            host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{machine.Name}: {options.AllLines.Count} lines, {length.TotalSeconds:0.#} s without debounce; let the machine run …"));
            if (lines.Limits.Length > 0)
            {
                host.Out.WriteLine($"! {lines.Limits}");
            }

            var statistics = options.AllLines.Select(_ => new EdgeStatistics()).ToArray();
            var lost = await Task.Run(() => Watch(lines, statistics, length, host.Time, stop), stop).ConfigureAwait(false);
            for (var i = 0; i < statistics.Length; i++)
            {
                Print(options.AllLines[i], statistics[i], lines.ReadLevel(i), length, host.Out);
            }

            if (lost > 0)
            {
                host.Out.WriteLine($"✗ {lost} edges came faster than they could be read: a loose wire, or a contact that bounces very much");
            }

            return statistics.Any(s => s.Edges > 0) ? ExitCodes.Ok : NothingMoved(host);
        }
        catch (IOException e)
        {
            host.Error.WriteLine($"✗ {machine.Name}: {e.Message}");
            return ExitCodes.Failed;
        }
    }

    internal static GpioLine Undebounced(GpioLineOptions line) =>
        GpioSources.Line(line) with { Edges = GpioEdges.Both, Debounce = TimeSpan.Zero };

    private static int NothingMoved(CliHost host)
    {
        host.Out.WriteLine("✗ no line moved – is the machine running, and is the right line wired?");
        return ExitCodes.Failed;
    }

    internal static long Watch(IGpioLines lines, EdgeStatistics[] statistics, TimeSpan length, TimeProvider time, CancellationToken stop)
    {
        Span<GpioEdge> edges = stackalloc GpioEdge[ReadAtMost];
        var (start, next, lost) = (time.GetTimestamp(), 1u, 0L);
        while (time.GetElapsedTime(start) < length && !stop.IsCancellationRequested)
        {
            var count = lines.Read(edges, ReadTimeout);
            foreach (ref readonly var edge in edges[..count])
            {
                lost += edge.Sequence - next;
                next = edge.Sequence + 1;
                statistics[edge.Line].Add(edge.MonotonicTime, edge.Rising);
            }
        }

        return lost;
    }

    private static void Print(GpioLineOptions line, EdgeStatistics edges, bool high, TimeSpan length, TextWriter output)
    {
        var rate = edges.Edges / length.TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{line.Word,-8} {GpioSources.Line(line),-10} now {(high ? "high" : "low"),-4}  ")
            + string.Create(CultureInfo.InvariantCulture, $"{edges.Edges} edges, {rate:0.0}/s, ") + $"{edges.Rising} rising");
        var bars = edges.Histogram();
        var most = Math.Max(1, bars.Max());
        for (var i = 0; i < bars.Length; i++)
        {
            if (bars[i] > 0)
            {
                var to = i < EdgeStatistics.Bars.Length ? $"up to {Ms(EdgeStatistics.Bars[i])}" : "longer";
                output.WriteLine($"    {to,-13} {new string('▇', Math.Max(1, bars[i] * Bar / most))} {bars[i]}");
            }
        }

        output.WriteLine($"    {Advice(line, edges.Advise())}");
    }

    private static string Advice(GpioLineOptions line, DebounceAdvice advice)
    {
        var now = line.Debounce.TotalMilliseconds;
        var (bounce, shortest) = (Ms(advice.Bounce), Ms(advice.Shortest));
        var seen = $"bounces up to {bounce}, pulses from {shortest} on";
        return (advice, now) switch
        {
            ({ Shortest: 0 }, _) => $"too few edges to say anything of bounces; configured: debounce {Ms(now)}",
            ({ Bounce: 0 }, _) when now >= advice.Shortest =>
                $"✗ no bounces, but intervals of {shortest}: debounce {Ms(now)} swallows them – try {Ms(advice.Shortest / 2)}",
            ({ Bounce: 0 }, _) => $"✓ no bounces; shortest interval {shortest}, configured: debounce {Ms(now)}",
            ({ Debounce: null }, _) => $"✗ {seen}: no debounce keeps them apart – mend the contact or take another sensor",
            _ when now >= advice.Bounce && now < advice.Shortest =>
                $"✓ {seen}: debounce {Ms(now)} keeps them apart ({Ms(advice.Debounce.Value)} would do)",
            _ => $"✗ {seen}: debounce {Ms(now)} does not keep them apart – try debounce {Ms(advice.Debounce.Value)}",
        };
    }

    private static string Ms(double milliseconds) => milliseconds.ToString("0.###", CultureInfo.InvariantCulture) + "ms";
}
