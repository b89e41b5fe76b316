using EdgeCollector.Benchmarks.Ring;

namespace EdgeCollector.Benchmarks.Ratios;

/// <summary>Notifications of 1,000 inputs from two producers through the ring, against a bounded channel; see
/// <see cref="RingTransfer"/>.</summary>
internal sealed class RingAgainstChannel : IRatio
{
    private readonly RingTransfer _transfer = new(producers: 2, notifications: 500);

    public string Name => "ring-vs-channel";

    public double AtLeast => 5;

    public RatioResult Run() => SideBySide.Measure("input", _transfer.Inputs, _transfer.ByRing, _transfer.ByChannel);
}
