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
        engine.Apply(++sequence, new Input { Kind = InputKind.Configuration, Reference = Default(), SourceTime = (Zero + (6 * Hour)) * 1_000_000 }, sink);
        engine.Apply(++sequence, Sample(1, ValueKind.Text, 0, "Running") with { SourceTime = (Zero + (6 * Hour)) * 1_000_000 }, sink);
        var now = Zero + (6 * Hour);
        for (var i = 0; i < warmUp; i++)
        {
            Put(++now);
        }

        // Ticks make records, so none falls into the measured stretch: 9 s of a machine with 1000 readings a second.
        engine.Apply(++sequence, new Input { Kind = InputKind.Tick, SourceTime = now * 1_000_000 }, sink);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 9_000; i++)
        {
            Put(++now);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(engine.Machines[0].Timeline.Count < 80);

        void Put(long time)
        {
            var input = Sample((int)(2 + (time & 1)), ValueKind.Integer, (time / 4000) % 65_536, null);
            input.SourceTime = time * 1_000_000;
            engine.Apply(++sequence, input, sink);
        }
    }

    private sealed class Discard : IFactSink
    {
        public void Add(Fact fact)
        {
        }
    }
}
