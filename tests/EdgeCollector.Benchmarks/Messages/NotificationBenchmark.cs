using BenchmarkDotNet.Attributes;

namespace EdgeCollector.Benchmarks.Messages;

/// <summary>The client's reader against decoding to objects; see <see cref="Notification"/>. To be 0 B a value.</summary>
[MemoryDiagnoser]
public class NotificationBenchmark
{
    private readonly Notification _notification = new();

    [Benchmark(OperationsPerInvoke = Notification.Values)]
    public double Reader() => _notification.ByReader();

    [Benchmark(Baseline = true, OperationsPerInvoke = Notification.Values)]
    public double Objects() => _notification.ByObjects();
}
