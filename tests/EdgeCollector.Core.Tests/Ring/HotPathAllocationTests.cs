using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Ring;
using Xunit;

namespace EdgeCollector.Core.Tests.Ring;

public sealed class HotPathAllocationTests
{
    [Fact]
    public void Ring_tie_breaker_and_encoding_allocate_nothing_per_sample()
    {
        var ring = new RingBuffer(4096);
        var batch = new RecordBatch();
        var ties = new TieBreaker();
        var encoded = new byte[256 * 1024];
        var inputs = new Input[1000];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = new Input
            {
                Kind = InputKind.Sample,
                ValueKind = i % 2 == 0 ? ValueKind.Real : ValueKind.Unsigned,
                Id = 1 + (i % 50),
                SourceTime = 1_795_000_000_000_000_000 + (i / 3 * 100_000),
                ReceiveTime = 1_795_000_001_000_000_000,
                MonotonicTime = 5_000_000_000,
                Bits = BitConverter.DoubleToInt64Bits(i * 0.1),
            };
        }

        Pass(ring, batch, ties, inputs, encoded);
        Pass(ring, batch, ties, inputs, encoded);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Pass(ring, batch, ties, inputs, encoded);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Pass(RingBuffer ring, RecordBatch batch, TieBreaker ties, Input[] inputs, byte[] encoded)
    {
        ring.Submit(inputs);
        for (var slots = ring.Read(out var first); !slots.IsEmpty; slots = ring.Read(out first))
        {
            batch.Clear(first);
            foreach (ref var slot in slots)
            {
                ties.Apply(ref slot);
                batch.Add(slot);
            }

            batch.Encode(encoded, 1_795_000_000, 1);
            ring.Release(slots.Length);
        }
    }
}
