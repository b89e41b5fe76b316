using System.Globalization;
using EdgeCollector.Options;
using EdgeCollector.Sources.Gpio;

namespace EdgeCollector.Cli.Doctor;

/// <summary>A machine's lines can be had, and what they do without any debounce; lamps are looked for and not driven.</summary>
internal static class GpioCheck
{
    /// <summary>What one would call a machine that stands still (edges/s).</summary>
    private const double Still = 1;

    public static IReadOnlyList<Finding> Machine(Installation box, MachineOptions machine, GpioOptions gpio, CancellationToken stop)
    {
        try
        {
            if (IsOurs(box.Host.Gpio, gpio.Chip, [.. gpio.AllLines.Select(GpioSources.Line)]))
            {
                return [Finding.Ok("gpio", machine.Name, "read by the running service; stop it to have the lines measured")];
            }

            using var lines = GpioLines.Open(box.Host.Gpio, gpio.Chip, [.. gpio.AllLines.Select(GpioTest.Undebounced)], box.Host.Time);
            var stands = gpio.AllLines.Select((line, i) => (line, i)).Any(at => at.line.Role == SignalRole.Run
                && lines.ReadLevel(at.i) == (at.line.Active == GpioActive.Low));
            var statistics = gpio.AllLines.Select(_ => new EdgeStatistics()).ToArray();
            var lost = GpioTest.Watch(lines, statistics, box.Length, box.Host.Time, stop);
            List<Finding> findings = [.. gpio.AllLines.Zip(statistics, (line, edges) => Line(machine.Name, line, edges, box.Length, stands)).OfType<Finding>()];
            if (lost > 0)
            {
                findings.Add(Finding.Failed("gpio", machine.Name, $"{lost} edges came faster than they could be read – see to a loose wire"));
            }

            if (lines.Limits.Length > 0)
            {
                findings.Add(Finding.Warning("gpio", machine.Name, lines.Limits));
            }

            return findings.Count > 0 ? findings : [Finding.Ok("gpio", machine.Name, Rates(gpio, statistics, box.Length))];
        }
        catch (IOException e)
        {
            return [Finding.Failed("gpio", machine.Name, e.Message)];
        }
    }

    public static Finding Output(Installation box, OutputOptions output)
    {
        var line = new GpioLine(output.Name, output.Line, output.Pin ?? 0, GpioEdges.Both, PullUp: false, TimeSpan.Zero);
        try
        {
            using var chip = GpioChips.Open(box.Host.Gpio, output.Chip);
            var info = chip.Line(GpioChips.Find(chip, line));
            return info.Used && info.Consumer != GpioLineRequest.Consumer
                ? Finding.Failed("output", output.Name, $"{chip}: {info} is held by {info.Holder} – end that program or use another line")
                : Finding.Ok("output", output.Name, $"{info}, {(info.Used ? "driven by the running service" : "free")}");
        }
        catch (IOException e)
        {
            return Finding.Failed("output", output.Name, e.Message);
        }
    }

    private static bool IsOurs(IGpioKernel kernel, string chip, IReadOnlyList<GpioLine> lines)
    {
        using var owner = GpioChips.Open(kernel, chip);
        return GpioChips.Find(owner, lines).All(offset => owner.Line(offset) is { Used: true, Consumer: GpioLineRequest.Consumer });
    }

    private static Finding? Line(string machine, GpioLineOptions line, EdgeStatistics edges, TimeSpan length, bool stands)
    {
        var name = $"{line.Word} on {GpioSources.Line(line)}";
        var rate = edges.Edges / length.TotalSeconds;
        var advice = edges.Advise();
        var proposal = advice.Debounce is { } ms ? string.Create(CultureInfo.InvariantCulture, $"try debounce {ms:0.###}ms") : "mend the contact or take another sensor";
        if (stands && SignalRoles.IsCounter(line.Role) && rate > Still)
        {
            return Finding.Failed("gpio", machine, string.Create(
                CultureInfo.InvariantCulture, $"{name}: {rate:0} edges/s while the machine stands – {(advice.Bounce > 0 ? proposal : "see what is wired there")}"));
        }

        var tooShort = advice.Bounce > 0 && line.Debounce.TotalMilliseconds < advice.Bounce;
        var tooLong = advice.Shortest > 0 && line.Debounce.TotalMilliseconds >= advice.Shortest;
        return !tooShort && !tooLong ? null : Finding.Warning("gpio", machine, string.Create(CultureInfo.InvariantCulture,
            $"{name}: {(tooShort ? $"bounces up to {advice.Bounce:0.###} ms" : $"intervals of {advice.Shortest:0.###} ms")}, ")
            + string.Create(CultureInfo.InvariantCulture, $"debounce {line.Debounce.TotalMilliseconds:0.###}ms ")
            + (tooShort ? $"lets them through – {proposal}" : "swallows them – see edgecollector test"));
    }

    private static string Rates(GpioOptions gpio, EdgeStatistics[] statistics, TimeSpan length) => "lines free, edges/s without debounce: "
        + string.Join(", ", gpio.AllLines.Zip(statistics, (line, edges) =>
            string.Create(CultureInfo.InvariantCulture, $"{line.Word} {edges.Edges / length.TotalSeconds:0.#}")));
}
