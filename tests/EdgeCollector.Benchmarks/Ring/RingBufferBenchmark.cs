using BenchmarkDotNet.Attributes;

namespace EdgeCollector.Benchmarks.Ring;

/// <summary>The ring against a bounded channel of the same capacity; see <see cref="RingTransfer"/> for what is compared.</summary>
[MemoryDiagnoser]
public class RingBufferBenchmark
{
    private const int Notifications = 500;
    private RingTransfer _transfer = null!;

    [Params(1, 4)]
    public int Producers { get; set; }

    [GlobalSetup]
    public void Setup() => _transfer = new RingTransfer(Producers, Notifications / Producers);

    [Benchmark(OperationsPerInvoke = Notifications * RingTransfer.Notification)]
    public void Ring() => _transfer.ByRing();

    [Benchmark(Baseline = true, OperationsPerInvoke = Notifications * RingTransfer.Notification)]
    public void BoundedChannel() => _transfer.ByChannel();
}
