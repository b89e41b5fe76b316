// Counts edges on simulated GPIO lines with the product's reader or one of System.Device.Gpio's drivers until SIGTERM, then prints
// what it saw.
//   gpio-probe reader CHIP LINE[,LINE...] [both|rising [DEBOUNCE_US [PAUSE_MS]]]      CHIP: auto, a label or a path
//   gpio-probe libgpiod|libgpiod2|sysfs|auto CHIP-NUMBER LINE[,LINE...] [both|rising]
// PAUSE_MS: the reader stays away that long before its first read, so that the kernel's buffer overflows.
using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using EdgeCollector.Sources.Gpio;
using GpioProbe;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var mode = args.ElementAtOrDefault(0) ?? "reader";
var chip = args.ElementAtOrDefault(1) ?? "auto";
int[] lines = [.. (args.ElementAtOrDefault(2) ?? "0").Split(',').Select(int.Parse)];
var both = args.ElementAtOrDefault(3) != "rising";
var debounce = TimeSpan.FromMicroseconds(args.Length > 4 ? int.Parse(args[4]) : 0);
var pause = args.Length > 5 ? int.Parse(args[5]) : 0;

Console.WriteLine($"probe: {RuntimeInformation.OSArchitecture} {RuntimeInformation.FrameworkDescription} mode={mode} "
    + $"edges={(both ? "both" : "rising")} debounce={debounce.TotalMicroseconds}us");
using var stop = new ManualResetEventSlim();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c =>
{
    c.Cancel = true;
    stop.Set();
});

var seen = lines.ToDictionary(line => line, _ => new LineStats(both));
var startCpu = Process.GetCurrentProcess().TotalProcessorTime;
var start = Stopwatch.GetTimestamp();
var lost = 0;

if (mode == "reader")
{
    Count();
}
else
{
    Listen();
}

var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
var cpu = (Process.GetCurrentProcess().TotalProcessorTime - startCpu).TotalSeconds;
var edges = seen.Values.Sum(s => s.Rising + s.Falling);
foreach (var (line, stats) in seen)
{
    Console.WriteLine($"line {line}: {stats}");
}

Console.WriteLine($"edges {edges} lost {lost} ({edges + lost} in all); cpu {cpu:F2} s of {wall:F2} s ({1e6 * cpu / Math.Max(1, edges):F0} ms per 1000 edges), "
    + $"rss {Process.GetCurrentProcess().WorkingSet64 >> 20} MiB");
return 0;

static long Now() => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

void Count()
{
    var wanted = lines.Select(line => new GpioLine(
        $"line {line}", null, line, both ? GpioEdges.Both : GpioEdges.Rising, PullUp: false, debounce)).ToArray();
    using var owner = GpioChips.Open(GpioNative.Instance, chip);
    using var reader = GpioLineReader.Open(GpioNative.Instance, owner, GpioChips.Find(owner, wanted), wanted);
    var sequence = new EdgeSequence(Now());
    var buffer = new GpioEdge[64];
    Console.WriteLine($"levels {string.Join(' ', lines.Select((line, i) => $"{line}={reader.ReadLevel(i)}"))}");
    Console.WriteLine("HIL-READY");
    stop.Wait(pause);
    while (!stop.IsSet)
    {
        var count = reader.Read(buffer, TimeSpan.FromMilliseconds(200));
        var now = Now();
        foreach (var edge in buffer.AsSpan(0, count))
        {
            var stats = seen[lines[edge.Line]];
            stats.Add(edge.Rising, edge.MonotonicTime);
            stats.LatencyNs.Add(now - edge.MonotonicTime);
            sequence.Accept(edge.Sequence, edge.MonotonicTime);
        }

        if (count == 0 && sequence.TryTake(out var loss))
        {
            lost += loss.Count;
        }
    }

    lost += sequence.TryTake(out var last) ? last.Count : 0;
}

void Listen()
{
    using GpioDriver driver = mode switch
    {
        "libgpiod" => new LibGpiodDriver(int.Parse(chip)),
        "libgpiod2" => new LibGpiodV2Driver(int.Parse(chip)),
        "sysfs" => new SysFsDriver(),
        "auto" => UnixDriver.Create(),
        _ => throw new ArgumentException($"unknown driver {mode}"),
    };
    Console.WriteLine($"driver {driver.GetType().Name} {driver.GetChipInfo()}");
    using var gpio = new GpioController(driver);
    var first = mode == "sysfs" ? SysfsBase() : 0;
    foreach (var line in lines)
    {
        gpio.OpenPin(first + line, PinMode.Input);
        gpio.RegisterCallbackForPinValueChangedEvent(
            first + line, both ? PinEventTypes.Rising | PinEventTypes.Falling : PinEventTypes.Rising,
            (_, e) => seen[e.PinNumber - first].Add(e.ChangeType == PinEventTypes.Rising, Now()));
    }

    Console.WriteLine("HIL-READY");
    stop.Wait();
    Thread.Sleep(200);
}

// The sysfs driver numbers pins globally: the chip's own base has to be added.
static int SysfsBase() =>
    Directory.GetDirectories("/sys/class/gpio", "gpiochip*").Select(d => int.Parse(File.ReadAllText(d + "/base"))).Min();
