using BenchmarkDotNet.Attributes;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Lines;

namespace EdgeCollector.Benchmarks;

/// <summary>Samples of a tag to full batches, first lines included: to be 0 B a sample and at least 3 M samples a second.</summary>
[MemoryDiagnoser]
public class LineBatchBenchmark
{
    public const int Samples = 100_000;
    private readonly LineBatch _batch = new("edge-line1", 1_795_406_400);
    private readonly LineBatch _spare = new("edge-line1", 1_795_406_400);
    private readonly Measurements _measurements = new(
        [new("acme", "eindhoven", "packaging", "line1", "filler1")], [new Signal(1, 1, "filler1", "product_temp", SignalRole.Tag)]);

    [Benchmark(OperationsPerInvoke = Samples)]
    public long Batches()
    {
        var (batch, spare) = (_batch, _spare);
        batch.Clear(1);
        long bytes = 0;
        for (var i = 1; i <= Samples; i++)
        {
            var input = new Input
            {
                Kind = InputKind.Sample, Id = 1, ValueKind = ValueKind.Real, Bits = BitConverter.DoubleToInt64Bits(i),
                SourceTime = 1_795_410_000_000_000_000 + i,
            };
            _measurements.WriteRaw(input, batch);
            if (!batch.TryKeep(i))
            {
                bytes += batch.Seal().Length;
                batch.MoveRest(spare);
                (batch, spare) = (spare, batch);
                batch.TryKeep(i);
            }
        }

        return bytes;
    }
}
