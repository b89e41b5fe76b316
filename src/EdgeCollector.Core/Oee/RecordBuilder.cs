namespace EdgeCollector.Core.Oee;

/// <summary>Sums of a window -> the published record. Every ratio is made from it by <see cref="OeeFormula"/> later.</summary>
internal sealed class RecordBuilder(
    string machine, WindowFold fold, Action<long, long, PieceTally> pieces, IntervalList intervals, TextIds texts,
    IReadOnlyList<CompiledMachine> configurations)
{
    private readonly PieceTally _pieces = new();

    public WindowSums Sums { get; } = new();

    /// <summary>The window as known at <paramref name="now"/>; after its end, whole.</summary>
    /// <param name="window">Which.</param>
    /// <param name="now">ms UTC.</param>
    /// <param name="gaps">Lost samples.</param>
    /// <param name="ideals">By product, ms per piece: a line's instead of the machine's own.</param>
    public OeeRecord Build(OeeWindow window, long now, IReadOnlyList<(long From, long To)> gaps, Func<int, double>? ideals = null)
    {
        var end = Math.Min(window.End, now);
        fold.Fold(window.Start, end, now, Sums);
        _pieces.Clear();
        pieces(window.Start, window.End, _pieces);
        _pieces.Sort(texts);
        var last = intervals.IndexAt(Math.Max(window.Start, end - 1));
        var configuration = configurations[intervals[last].Configuration];
        var product = intervals[last].Product;
        var ideal = configuration.IdealAt(product, Math.Max(window.Start, end - 1), out _);
        var made = Count(configuration, ideals);
        var record = new OeeRecord(machine, end)
        {
            Window = window.Kind,
            Shift = window.Shift,
            Start = window.Start,
            End = now >= window.End ? window.End : null,
            Rev = window.Rev,
            Times = Sums.Times,
            Unreasoned = Sums.Unreasoned,
            Failures = Sums.Failures,
            MicroStops = Sums.MicroStops,
            StopsWithoutReason = Sums.StopsWithoutReason,
            Repairs = Sums.Repairs,
            RepairTime = Sums.RepairTime,
            Team = window.Team,
            IdealCycle = double.IsNaN(ideal) ? null : ideal,
            Product = texts[product],
            Order = window.Order,
            Config = configuration.Configuration.Revision,
            Mapping = configuration.Configuration.Mapping,
            Rollovers = _pieces.Wraps,
            Resets = _pieces.Resets,
            Implausible = _pieces.Implausible,
            Ideal = made.Ideal,
            FullyProductive = made.FullyProductive,
            FullyProductiveWithRecovered = made.WithRecovered,
            Total = Whole(made.Total.Counted),
            Good = Whole(made.Good.Counted),
            Scrap = Whole(made.Scrap),
            Rework = Whole(made.Rework),
            Recovered = Whole(made.Total.Recovered),
            RecoveredGood = Whole(made.Good.Recovered),
            OutsidePlan = Whole(made.Total.OutsidePlan),
            OutsidePlanGood = Whole(made.Good.OutsidePlan),
        };
        return record with
        {
            Target = OeeFormula.Due(record, configuration.Definition.Target),
            Flags = Flags(record, configuration, gaps, window),
        };
    }

    /// <summary>Running totals since the first start; null where the machine has no such source and it cannot be derived.</summary>
    public static CountFact Count(string machine, long time, CompiledMachine configuration, in BelievedPieces believed)
    {
        long? total = configuration.HasRole(CounterRole.Total) ? believed[0] : null;
        long? good = configuration.HasRole(CounterRole.Good) ? believed[1] : null;
        long? scrap = configuration.HasRole(CounterRole.Scrap) ? believed[2] : null;
        long? rework = configuration.HasRole(CounterRole.Rework) ? believed[3] : null;
        total ??= configuration.MeasuresQuality ? believed[1] + believed[2] + believed[3] : null;
        good ??= (configuration.MeasuresQuality || configuration.Definition.AssumeGood) && total is not null
            ? total - believed[2] - believed[3] : null;
        return new CountFact(machine, time, Pieces(total), Pieces(good), Pieces(scrap), Pieces(rework));

        static long? Pieces(long? micro) => micro is { } m ? Whole(m) : null;
    }

    internal static long Whole(long micro) => (micro + (micro >= 0 ? PieceTally.PerPiece / 2
        : -PieceTally.PerPiece / 2)) / PieceTally.PerPiece;

    /// <summary>The pieces of the window, and what time they stand for; lots in one order, so that sums of doubles are always the
    /// same.</summary>
    private Made Count(CompiledMachine configuration, Func<int, double>? ideals)
    {
        var (hasTotal, hasGood) = (configuration.HasRole(CounterRole.Total), configuration.HasRole(CounterRole.Good));
        var measured = configuration.MeasuresQuality || configuration.Definition.AssumeGood;
        var made = default(Made);
        double ideal = 0, fully = 0, withRecovered = 0;
        var (known, recoveredKnown) = (!Sums.RunWithoutIdeal, true);
        foreach (ref readonly var lot in _pieces.Lots)
        {
            var cycle = ideals?.Invoke(lot.Product) ?? lot.Ideal;
            for (var bucket = Bucket.Counted; bucket <= Bucket.OutsidePlan; bucket++)
            {
                var bad = lot.Counts[CounterRole.Scrap, bucket] + lot.Counts[CounterRole.Rework, bucket];
                var all = hasTotal ? lot.Counts[CounterRole.Total, bucket] : lot.Counts[CounterRole.Good, bucket] + bad;
                var fine = hasGood ? lot.Counts[CounterRole.Good, bucket] : all - bad;
                made.Total.Add(bucket, all);
                made.Good.Add(bucket, measured ? fine : 0);
                if (bucket == Bucket.OutsidePlan || (all == 0 && fine == 0))
                {
                    continue;
                }

                recoveredKnown &= !double.IsNaN(cycle);
                withRecovered += cycle * fine;
                if (bucket == Bucket.Counted)
                {
                    known &= !double.IsNaN(cycle);
                    ideal += cycle * all;
                    fully += cycle * fine;
                }
            }

            made.Scrap += lot.Counts[CounterRole.Scrap, Bucket.Counted];
            made.Rework += lot.Counts[CounterRole.Rework, Bucket.Counted];
        }

        made.Ideal = known ? ideal / PieceTally.PerPiece : null;
        made.FullyProductive = known && measured ? fully / PieceTally.PerPiece : null;
        made.WithRecovered = known && recoveredKnown && measured ? withRecovered / PieceTally.PerPiece : null;
        return made;
    }

    private RecordFlags Flags(OeeRecord record, CompiledMachine configuration, IReadOnlyList<(long From, long To)> gaps, OeeWindow window)
    {
        var flags = _pieces.Flags;
        flags |= OeeFormula.Coverage(record) < configuration.Definition.PartialBelow ? RecordFlags.Partial : 0;
        flags |= record.Rollovers > 0 ? RecordFlags.Wrap : 0;
        flags |= record.Resets > 0 ? RecordFlags.Reset : 0;
        flags |= record.Implausible > 0 ? RecordFlags.Implausible : 0;
        flags |= OeeFormula.Performance(record) > (window.Kind == WindowKind.Shift && record.End is not null ? 1.0 : 1.1)
            ? RecordFlags.IdealCycleSuspect : 0;
        flags |= configuration.MeasuresQuality || configuration.Definition.AssumeGood ? 0 : RecordFlags.QualityNotMeasured;
        flags |= Sums.Unmapped ? RecordFlags.UnmappedState : 0;
        flags |= record.Good > record.Total ? RecordFlags.GoodExceedsTotal : 0;
        foreach (var (from, to) in gaps)
        {
            flags |= from < window.End && to > window.Start ? RecordFlags.Degraded : 0;
        }

        return flags | (window.Late ? RecordFlags.Late : 0);
    }

    /// <summary>Millionths of pieces by bucket.</summary>
    private struct Buckets
    {
        public long Counted;
        public long Recovered;
        public long OutsidePlan;

        public void Add(Bucket bucket, long micro)
        {
            switch (bucket)
            {
                case Bucket.Counted: Counted += micro; break;
                case Bucket.Recovered: Recovered += micro; break;
                default: OutsidePlan += micro; break;
            }
        }
    }

    private struct Made
    {
        public Buckets Total;
        public Buckets Good;
        public long Scrap;
        public long Rework;
        public double? Ideal;
        public double? FullyProductive;
        public double? WithRecovered;
    }
}
