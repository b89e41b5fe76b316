namespace GpioProbe;

/// <summary>What came in on one line.</summary>
/// <param name="both">Both edges were asked for.</param>
internal sealed class LineStats(bool both)
{
    private readonly List<long> _riseNs = [];
    private readonly Lock _lock = new();
    private bool? _last;

    public int Rising { get; private set; }

    public int Falling { get; private set; }

    /// <summary>Equal edges in a row where both were asked for: one between them was lost.</summary>
    public int Repeats { get; private set; }

    public List<long> LatencyNs { get; } = [];

    public void Add(bool rising, long ns)
    {
        lock (_lock)
        {
            if (rising)
            {
                Rising++;
                _riseNs.Add(ns);
            }
            else
            {
                Falling++;
            }

            Repeats += both && _last == rising ? 1 : 0;
            _last = rising;
        }
    }

    public override string ToString() => $"rising {Rising} falling {Falling} repeats {Repeats}"
        + Spread("period", [.. _riseNs.Zip(_riseNs.Skip(1), (a, b) => (b - a) / 1e6).Order()])
        + Spread("latency", [.. LatencyNs.Select(ns => ns / 1e6).Order()]);

    private static string Spread(string what, IReadOnlyList<double> sorted) => sorted.Count == 0
        ? ""
        : $"; {what} ms min {sorted[0]:F3} p50 {At(sorted, .5):F3} p99 {At(sorted, .99):F3} max {sorted[^1]:F3}";

    private static double At(IReadOnlyList<double> sorted, double quantile) => sorted[(int)(quantile * (sorted.Count - 1))];
}
