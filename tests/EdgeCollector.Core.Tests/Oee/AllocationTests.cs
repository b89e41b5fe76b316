using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

public sealed class AllocationTests
{
    [Fact]
    public void A_sample_allocates_nothing_in_steady_state()
    {
        const int warmUp = 400_000;
        var engine = new OeeEngine(1, new EngineLimits(WindowBook.Horizon, 64, true));
        var sink = new Discard();
        var sequence = 0L;
        engine.Apply(++sequence, new Input
        {
            Kind = InputKind.Configuration, Reference = Default(),
            SourceTime = (Zero + (6 * Hour)) * 1_000_000
        }, sink);
        engine.Apply(++sequence, Sample(1, ValueKind.Text, 0, "Running") with { SourceTime = (Zero + (6 * Hour)) * 1_000_000 }, sink);
        var now = Zero + (6 * Hour);
        for (var i = 0; i < warmUp; i++)
        {
            Put(++now);
        }

        // Ticks make records, so none falls into the measured stretch: 8 s of a machine with 1000 readings a second.
        engine.Apply(++sequence, new Input { Kind = InputKind.Tick, SourceTime = now * 1_000_000 }, sink);
        for (var i = 0; i < 900; i++)
        {
            Put(++now);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 8_000; i++)
        {
            Put(++now);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(engine.Machines[0].Timeline.Count, 60, 80);

        void Put(long time)
        {
            var input = Sample((int)(2 + (time & 1)), ValueKind.Integer, (time / 4000) % 65_536, null);
            input.SourceTime = time * 1_000_000;
            engine.Apply(++sequence, input, sink);
        }
    }

    [Fact]
    public void Two_million_readings_of_a_hundred_machines_fold_in_seconds()
    {
        const int machines = 100;
        var one = Default();
        var configuration = one with
        {
            Machines = [.. Enumerable.Range(1, machines).Select(m => one.Machines[0] with { Id = m, Name = $"m{m}" })],
            Signals = [.. Enumerable.Range(1, machines).SelectMany(m =>
                one.Signals.Select(s => s with { Id = ((m - 1) * 8) + s.Id, MachineId = m, Machine = $"m{m}" }))],
        };
        var engine = new OeeEngine(1);
        var sink = new Discard();
        var now = Zero + (6 * Hour);
        engine.Apply(1, new Input { Kind = InputKind.Configuration, Reference = configuration, SourceTime = now * 1_000_000 }, sink);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 2_000_000; i++)
        {
            now += i % machines == 0 ? 100 : 0;
            var input = Sample(((i % machines) * 8) + 2, ValueKind.Integer, (i / machines / 20) % 65_536, null);
            input.SourceTime = now * 1_000_000;
            input.ReceiveTime = input.SourceTime;
            engine.Apply(i + 2, input, sink);
        }

        TestContext.Current.SendDiagnosticMessage($"{2_000_000 / watch.Elapsed.TotalSeconds:N0} inputs/s");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    private sealed class Discard : IFactSink
    {
        public void Add(Fact fact)
        {
        }
    }
}
