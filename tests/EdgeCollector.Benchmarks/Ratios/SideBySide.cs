using System.Diagnostics;

namespace EdgeCollector.Benchmarks.Ratios;

/// <summary>Measures two pieces of work in alternating rounds and takes the median of each, so that other load hits both alike.</summary>
internal static class SideBySide
{
    private const int WarmUpRounds = 3;
    private const int Rounds = 9;

    /// <param name="unit">What one unit of work is.</param>
    /// <param name="units">Units of work in one call of either.</param>
    /// <param name="ours">The project's way; at least some milliseconds a call.</param>
    /// <param name="theirs">What it is compared with, doing the same work.</param>
    public static RatioResult Measure(string unit, int units, Action ours, Action theirs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        var (a, b) = (new Samples(ours, units), new Samples(theirs, units));
        for (var round = -WarmUpRounds; round < Rounds; round++)
        {
            a.Take(keep: round >= 0);
            b.Take(keep: round >= 0);
        }

        return new RatioResult(a.Nanoseconds, b.Nanoseconds, a.Bytes, b.Bytes, unit);
    }

    private sealed class Samples(Action work, int units)
    {
        private readonly List<double> _nanoseconds = [];
        private readonly List<double> _bytes = [];

        public double Nanoseconds => Median(_nanoseconds);

        public double Bytes => Median(_bytes);

        public void Take(bool keep)
        {
            var bytes = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            work();
            var elapsed = Stopwatch.GetElapsedTime(start);
            bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
            if (keep)
            {
                _nanoseconds.Add(elapsed.TotalNanoseconds / units);
                _bytes.Add((double)bytes / units);
            }
        }

        private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
    }
}
