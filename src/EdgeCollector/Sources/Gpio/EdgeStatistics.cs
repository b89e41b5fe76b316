using System.Collections.Immutable;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// What an undebounced line looks like: how often it changes, how far apart, and which debounce would keep every pulse and drop every
/// bounce. A contact that bounces shows two humps, short and long intervals, with several short ones in a row; a clean short pulse has
/// one short interval each.
/// </summary>
internal sealed class EdgeStatistics
{
    /// <summary>Upper ends of the histogram's bars, ms; the last bar is whatever is longer.</summary>
    public static readonly ImmutableArray<double> Bars = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 1000];

    /// <summary>Debounce times that one would write down, ms.</summary>
    private static readonly double[] Usual = [0.2, 0.5, 1, 2, 3, 5, 8, 10, 15, 20, 30, 50];

    private const double LongestBounce = 20;
    private const double Between = 4;
    private const double Margin = 1.5;
    private const int MostKept = 100_000;
    private readonly List<double> _intervals = [];
    private long _last = long.MinValue;

    public long Edges { get; private set; }

    public long Rising { get; private set; }

    /// <param name="time">Monotonic, ns.</param>
    /// <param name="rising">Which way it went.</param>
    public void Add(long time, bool rising)
    {
        if (_last != long.MinValue && _intervals.Count < MostKept)
        {
            _intervals.Add((time - _last) / 1e6);
        }

        _last = time;
        Edges++;
        Rising += rising ? 1 : 0;
    }

    /// <summary>How many intervals fall into each of <see cref="Bars"/>, and behind the last.</summary>
    public int[] Histogram()
    {
        var bars = new int[Bars.Length + 1];
        foreach (var interval in _intervals)
        {
            var bar = 0;
            while (bar < Bars.Length && interval > Bars[bar])
            {
                bar++;
            }

            bars[bar]++;
        }

        return bars;
    }

    public DebounceAdvice Advise()
    {
        var sorted = _intervals.Order().ToList();
        if (sorted.Count < 2)
        {
            return new DebounceAdvice(0, 0, null);
        }

        var (split, widest) = (-1, Between);
        for (var i = 0; i + 1 < sorted.Count && sorted[i] <= LongestBounce; i++)
        {
            var ratio = sorted[i + 1] / Math.Max(sorted[i], 0.001);
            (split, widest) = ratio > widest ? (i, ratio) : (split, widest);
        }

        if (split < 0 || !ComesInBursts(sorted[split]))
        {
            return new DebounceAdvice(0, sorted[0], null);
        }

        var (bounce, real) = (sorted[split], sorted[split + 1]);
        var fits = Usual.Where(ms => ms >= bounce * Margin && ms <= real / Margin).ToList();
        return new DebounceAdvice(bounce, real, fits.Count > 0 ? fits[0] : null);
    }

    /// <summary>Several short intervals in a row: one alone is a short pulse.</summary>
    private bool ComesInBursts(double longest)
    {
        var (bursts, runs, run) = (0, 0, 0);
        foreach (var interval in _intervals.Append(double.MaxValue))
        {
            if (interval <= longest)
            {
                run++;
                continue;
            }

            runs += run > 0 ? 1 : 0;
            bursts += run > 1 ? 1 : 0;
            run = 0;
        }

        return bursts * 10 >= runs && bursts > 0;
    }
}

/// <param name="Bounce">Longest interval that is a bounce, ms; 0: none was seen.</param>
/// <param name="Shortest">Shortest interval that is none, ms; 0: too few edges to say.</param>
/// <param name="Debounce">Proposal, ms; null: none is needed, or none fits between the two.</param>
internal readonly record struct DebounceAdvice(double Bounce, double Shortest, double? Debounce);
