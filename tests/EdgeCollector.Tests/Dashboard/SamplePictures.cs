using EdgeCollector.Core.Live;
using EdgeCollector.Core.Oee;
using EdgeCollector.Dashboard;

namespace EdgeCollector.Tests.Dashboard;

/// <summary>The shift of ux.md 2.2, Monday 23 November 2026 at 12:30 in Eindhoven, with its figures.</summary>
internal static class SamplePictures
{
    public const long Start = 1_795_410_000_000;
    public const long Now = Start + 390 * Minute;
    private const long Minute = 60_000;

    public static DashboardSite Site { get; } = new("acme", "eindhoven", "packaging",
        TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam"), "nl")
    {
        Lines =
        [
            new("line1", Named("Line 1", "Lijn 1", "Linie 1"), "filler1", 0.75,
            [
                new("filler1", Named("Filler", "Vuller", "Füller")),
                new("packer1", Named("Packer", "Verpakker", "Packer")),
            ]),
            new("line2", Named("Line 2", "Lijn 2", "Linie 2"), "labeller2", 0.80,
            [
                new("labeller2", Named("Labeller", "Etiketteerder", "Etikettiermaschine")),
            ]),
        ],
        Reasons = new Dictionary<string, Labels>
        {
            ["jam"] = Named("Jam", "Vastloper", "Stau"),
            ["no_film"] = Named("No film", "Folie op", "Folie leer"),
            ["changeover"] = Named("Changeover", "Ombouw", "Rüsten"),
        },
        Shifts = [new("early", 0b0111110, new TimeOnly(6, 0), new TimeOnly(14, 0), [])],
    };

    public static IReadOnlyList<ConnectionBadge> Badges { get; } =
    [
        new("MQTT", BadgeState.Good, "", false),
        new("Influx", BadgeState.Good, "", false),
        new("OPC UA filler1", BadgeState.Good, "", false),
        new("OPC UA labeller2", BadgeState.Good, "security None is configured with allow_insecure", true),
    ];

    public static OeeRecord Shift { get; } = new("filler1", Now)
    {
        Window = WindowKind.Shift,
        Shift = "2026-11-23/early",
        Start = Start,
        Times = Times((Category.Break, 1800), (Category.Running, 17575), (Category.MicroStop, 612), (Category.Down, 1260),
            (Category.Stop, 95), (Category.Starved, 1200), (Category.Blocked, 318), (Category.Changeover, 540)),
        Unreasoned = 95_000,
        Failures = 5,
        MicroStops = 14,
        StopsWithoutReason = 2,
        Ideal = 10803 * 1500.0,
        FullyProductive = 10252 * 1500.0,
        Total = 10803,
        Good = 10252,
        Scrap = 551,
        IdealCycle = 1500,
        Target = 10800,
    };

    public static LiveSnapshot Snapshot { get; } = At(Now);

    /// <summary>The same shift a little later.</summary>
    public static LiveSnapshot At(long now, long sequence = 88213) => new(now, sequence,
    [
        Filler(now),
        new("packer1", "line1", Category.Running, "run", Start + 337 * Minute, Shift with { Machine = "packer1", StopsWithoutReason = 0 },
            null,
            Strip(now, (0, Category.Running, "", false), (96, Category.MicroStop, "", false), (97, Category.Running, "", false),
                (180, Category.Break, "", false), (195, Category.Running, "", false), (322, Category.Down, "jam", false),
                (337, Category.Running, "", false), (360, Category.Break, "", false), (375, Category.Running, "", false)),
            null, []),
        new("labeller2", "line2", Category.Stop, "Stopped", Start + 384 * Minute, Labeller, null,
            Strip(now, (0, Category.Changeover, "changeover", false), (42, Category.Running, "", false), (140, Category.Unknown, "", false),
                (151, Category.Running, "", true), (180, Category.Break, "", false), (195, Category.Running, "", false),
                (360, Category.Break, "", false), (375, Category.Running, "", false), (384, Category.Stop, "", false)),
            new StopFact("labeller2", now, "edge-line1.1795406400.86977", StopEvent.Start, Start + 384 * Minute, null, "", "",
                Category.Stop,
                false, "", null, "Stopped", "", RecordStatus.Live, 0, RecordFlags.None),
            [new("changeover", 42 * Minute), new("slow", 17 * Minute), new("stop", 6 * Minute)]),
    ]);

    public static OeeRecord Labeller => Shift with
    {
        Machine = "labeller2",
        Times = Times((Category.Break, 1800), (Category.Running, 18030), (Category.Unknown, 660), (Category.Stop, 390),
            (Category.Changeover, 2520)),
        Flags = RecordFlags.QualityNotMeasured | RecordFlags.Partial,
        FullyProductive = null,
        Total = 11_412,
        Good = 0,
        Scrap = 0,
        Ideal = 11_412 * 1500.0,
        Target = 11_168,
        StopsWithoutReason = 1,
    };

    public static Labels Named(string en, string nl, string de) =>
        new(new Dictionary<string, string> { ["en"] = en, ["nl"] = nl, ["de"] = de });

    public static CategoryTimes Times(params (Category Category, int Seconds)[] parts)
    {
        var times = default(CategoryTimes);
        foreach (var (category, seconds) in parts)
        {
            times[category] = seconds * 1000L;
        }

        return times;
    }

    /// <summary>Intervals by the minute of the shift in which each begins.</summary>
    public static IReadOnlyList<StripInterval> Strip(long now, params (int Minute, Category Category, string Reason,
        bool Slow)[] changes) =>
    [
        .. changes.Select((c, i) => new StripInterval(
            Start + c.Minute * Minute, i + 1 < changes.Length ? Start + changes[i + 1].Minute * Minute : now, c.Category, c.Reason,
                c.Slow)),
    ];

    private static LiveMachine Filler(long now) => new(
        "filler1", "line1", Category.Running, "Execute", Start + 375 * Minute + 55_000, Shift with { Time = now }, null,
        Strip(now, (0, Category.Running, "", false), (48, Category.Running, "", true), (60, Category.Running, "", false),
            (71, Category.MicroStop, "", false), (73, Category.Running, "", false), (102, Category.Down, "", false),
            (109, Category.Running, "", false), (131, Category.Changeover, "changeover", false), (140, Category.Running, "", false),
            (180, Category.Break, "", false), (195, Category.Running, "", false), (229, Category.Starved, "no_film", false),
            (241, Category.Running, "", false), (262, Category.Running, "", true), (273, Category.Running, "", false),
            (290, Category.Unknown, "", false), (293, Category.Running, "", false), (314, Category.Down, "jam", false),
            (322, Category.Running, "", false), (335, Category.Stop, "", false), (340, Category.Running, "", false),
            (360, Category.Break, "", false), (375, Category.Running, "", false)),
        null,
        [new("slow", 23 * Minute), new("jam", 21 * Minute), new("scrap", 14 * Minute), new("no_film", 12 * Minute), new("minor",
            10 * Minute)]);
}
