using System.Diagnostics;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using static System.FormattableString;

namespace EdgeCollector.Benchmarks.Oee;

/// <summary>`timeline`: what 24 h of 100 machines take, and what a late fact costs.</summary>
internal static class TimelineRun
{
    private const int Machines = 100;
    private const int Day = 86_400;

    public static int Run(TextWriter output)
    {
        var history = new EngineHistory(Machines);
        var engine = new OeeEngine(1);
        var sink = new CountingSink();
        var before = GC.GetTotalMemory(true);
        var sequence = 1L;
        engine.Apply(sequence, new Input { Kind = InputKind.Configuration, Reference = history.Configuration, SourceTime = EngineHistory.Start * 1_000_000 }, sink);
        for (var second = 0; second < Day; second++)
        {
            foreach (ref readonly var input in history.Next())
            {
                engine.Apply(++sequence, input, sink);
            }
        }

        var facts = engine.Machines.Sum(m => Enumerable.Range(0, m.Timeline.Count).Sum(p => (long)m.Timeline[p].Count));
        var bytes = engine.Machines.Sum(m => Enumerable.Range(0, m.Timeline.Count).Sum(p => (long)m.Timeline[p].Length));
        var memory = GC.GetTotalMemory(true) - before;
        output.WriteLine(Invariant($"24 h of {Machines} machines: {facts / 1e6:0.0} million facts, {bytes / (double)facts:0.0} B a fact in their pages; {memory / 1e6:0} MB in all, {memory / 1e6 / Machines:0.00} MB a machine"));
        var now = history.Now;
        foreach (var hours in (int[])[0, 1, 12, 23])
        {
            output.WriteLine(Late(engine, sink, ref sequence, now += 2000, hours));
        }

        output.WriteLine(Burst(engine, sink, ref sequence, now + 2000));
        GC.KeepAlive(engine);
        return 0;
    }

    /// <summary>One state that comes late, until its second is over and everything is folded again.</summary>
    private static string Late(OeeEngine engine, CountingSink sink, ref long sequence, long now, int hours)
    {
        var watch = Stopwatch.StartNew();
        var at = now - (hours * 3_600_000L) - 1_500;
        engine.Apply(++sequence, State(at, now, 9), sink);
        engine.Apply(++sequence, State(at + 700, now, 6), sink);
        engine.Apply(++sequence, new Input { Kind = InputKind.Tick, SourceTime = (now + 1000) * 1_000_000 }, sink);
        return Invariant($"a late stop {hours,2} h back: {watch.Elapsed.TotalMilliseconds:0.0} ms with the re-fold of its machine");
    }

    private static string Burst(OeeEngine engine, CountingSink sink, ref long sequence, long now)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 10_000; i++)
        {
            engine.Apply(++sequence, State(now - 3_600_000 + (i * 300), now, i % 2 == 0 ? 9 : 6), sink);
        }

        engine.Apply(++sequence, new Input { Kind = InputKind.Tick, SourceTime = (now + 3000) * 1_000_000 }, sink);
        return Invariant($"10,000 late facts of one machine over an hour: {watch.Elapsed.TotalMilliseconds:0} ms");
    }

    private static Input State(long at, long now, long value) => new()
    {
        Kind = InputKind.Sample, Id = 1, ValueKind = ValueKind.Integer, Bits = value, SourceTime = at * 1_000_000, ReceiveTime = now * 1_000_000,
    };
}
