using EdgeCollector.Core.Oee;
using static System.FormattableString;

namespace EdgeCollector.Benchmarks.Oee;

/// <summary>`engine [HOURS]`: inputs per second of processor time, as the live service folds them and without its records.</summary>
internal static class EngineRun
{
    private const int Machines = 100;

    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var hours = arguments.Count > 0 ? int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture) : 3;
        output.WriteLine(Invariant($"{Machines} machines, a mixed history of {hours} h, one thread"));
        output.WriteLine(Measure("live: records every 10 s", EngineLimits.Live, hours));
        output.WriteLine(Measure("fold alone", new EngineLimits(WindowBook.Horizon, Timeline.MaxPages, false), hours));
        return 0;
    }

    private static string Measure(string name, EngineLimits limits, int hours)
    {
        var history = new EngineHistory(Machines);
        var engine = new OeeEngine(1, limits);
        var sink = new CountingSink();
        var sequence = 0L;
        engine.Apply(++sequence, new()
        {
            Kind = Core.Inputs.InputKind.Configuration, Reference = history.Configuration,
            SourceTime = EngineHistory.Start * 1_000_000
        }, sink);
        Fold(history, engine, sink, ref sequence, 3600);
        var (first, making) = (sequence, TimeSpan.Zero);
        var probe = new EngineHistory(Machines);
        var cpu = Environment.CpuUsage.TotalTime;
        for (var second = 0; second < hours * 3600; second++)
        {
            probe.Next();
        }

        making = Environment.CpuUsage.TotalTime - cpu;
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        cpu = Environment.CpuUsage.TotalTime;
        Fold(history, engine, sink, ref sequence, hours * 3600);
        var took = Environment.CpuUsage.TotalTime - cpu - making;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        var inputs = sequence - first;
        return Invariant($"{name,-26} {inputs / took.TotalSeconds / 1e6:0.00} million inputs per CPU second, {took.TotalNanoseconds / inputs:0} ns and {(double)bytes / inputs:0.00} B an input, {sink.Facts} facts");
    }

    private static void Fold(EngineHistory history, OeeEngine engine, CountingSink sink, ref long sequence, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            foreach (ref readonly var input in history.Next())
            {
                engine.Apply(++sequence, input, sink);
            }
        }
    }
}

internal sealed class CountingSink : IFactSink
{
    public long Facts { get; private set; }

    public void Add(Fact fact) => Facts++;
}
