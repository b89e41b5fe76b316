namespace EdgeCollector.Core.Oee;

/// <summary>The six big losses of a window, ms (oee-reference.md 3). They add up to known time - fully productive time. Start-up rejects
/// need a source that marks them; there is none, so all rejects stand under <see cref="ProcessDefects"/>.</summary>
/// <param name="EquipmentFailure">Unplanned stops: Down, Stop, Starved, Blocked, External.</param>
/// <param name="Setup">Planned stops: Changeover, PlannedStop.</param>
/// <param name="MinorStops">Micro-stops.</param>
/// <param name="ReducedSpeed">Running - ideal time; negative where performance is above 1; null without an ideal cycle.</param>
/// <param name="ProcessDefects">Ideal time of what is not good; null where quality is not measured.</param>
public readonly record struct SixBigLosses(
    long EquipmentFailure, long Setup, long MinorStops, double? ReducedSpeed, double? ProcessDefects)
{
    /// <summary>Null: no source marks start-up rejects.</summary>
    public static double? ReducedYield => null;

    public static SixBigLosses Of(OeeRecord r) => new(
        r.Times[Category.Down] + r.Times[Category.Stop] + r.Times[Category.Starved] + r.Times[Category.Blocked]
            + r.Times[Category.External],
        r.Times[Category.Changeover] + r.Times[Category.PlannedStop],
        r.Times[Category.MicroStop],
        r.Times[Category.Running] - r.Ideal,
        r.Ideal - r.FullyProductive);
}
