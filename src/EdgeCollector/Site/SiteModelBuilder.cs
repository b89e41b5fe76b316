using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using EdgeCollector.Options;
using EdgeCollector.Options.Calendars;

namespace EdgeCollector.Site;

/// <summary>Options to model: units become milliseconds, local dates become instants, names become ids. Pure but for the
/// table of ids.</summary>
internal sealed class SiteModelBuilder(CollectorOptions options, SignalTable ids)
{
    /// <summary>Without shifts the plant always works: a shift of 24 h from midnight to midnight.</summary>
    private static readonly ShiftDefinition Always = new("day", 0x7F, TimeOnly.MinValue, TimeOnly.MinValue, []);

    private readonly TimeZoneInfo _zone = ConfiguredZone.Of(options.Node);

    /// <param name="settings">The settings in effect, a line each, secrets hidden: what the revision is a digest of.</param>
    public SiteModel Build(IEnumerable<string> settings)
    {
        var machines = options.Machines
            .Select(machine => new MachineModel(ids.Machine(machine.Name), machine, [.. SignalPlan.Of(machine, ids)])).ToImmutableArray();
        var mappings = machines.ToImmutableDictionary(m => m.Name, m => StateMappings.Of(m.Options));
        var engine = new EngineConfiguration(
            Revision("c", [.. settings, .. Imported(options.Calendar.Imported)]),
            Revision("m", mappings.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={StateMappings.Describe(m.Value)}")),
            options.Node.Name, _zone.Id)
        {
            Ids = ids.Given,
            Lines = [.. options.Lines.Select(line => new LineDefinition(
                line.Name, line.Oee.Machine ?? "", [.. line.Machines.Select(m => m.Name)])
            {
                Rule = line.Oee.Rule.Kind,
                Needed = Math.Max(1, line.Oee.Rule.Needed),
            })],
            Machines = [.. options.Lines.SelectMany(line => line.Machines.Select(m => Machine(line, m, mappings[m.Name])))],
            Signals = [.. machines.SelectMany(m => m.Signals)],
            Shifts = Shifts.IsEmpty ? [Always] : [.. Shifts.Select(Shift)],
            PlannedStops =
            [
                .. options.Calendar.Planned.Select(p => new PlannedStop(Instant(p.Start), Instant(p.End)) { Machines = p.Machines }),
                .. options.Calendar.Imported.Stops.Select(s => new PlannedStop(s.Start, s.End)),
            ],
            Holidays = [.. options.Calendar.Holidays.Concat(options.Calendar.Imported.Holidays).Distinct().Order()],
            Rotation = options.Rotation is { } rotation ? Rotation(rotation) : null,
            Reasons = [.. options.Reasons.Select(r => new ReasonDefinition(
                r.Code, r.Group, StateMappings.Category(r.Category), [.. r.PlcCodes.Select(c => (long)c)]))],
        };
        return new(engine, machines);
    }

    private ImmutableArray<ShiftOptions> Shifts => options.Shifts.IsEmpty && options.Rotation is not null ? RotationOptions.StandardShifts
        : options.Shifts;

    private static IEnumerable<string> Imported(CalendarEntries entries) =>
    [
        .. entries.Stops.Select(s => $"{s.Start}-{s.End}"),
        .. entries.Holidays.Select(d => d.ToString("O", CultureInfo.InvariantCulture)),
    ];

    /// <summary>A letter stands for the one shift whose name it begins.</summary>
    private RotationDefinition Rotation(RotationOptions rotation) => new(
        rotation.Anchor,
        [.. rotation.Teams.Select(team => new RotationTeam(team.Key, team.Value))],
        [.. rotation.Pattern.Select(letter => Shifts.FirstOrDefault(s => char.ToUpperInvariant(s.Name[0]) == letter)?.Name ?? "")]);

    private static string Revision(string prefix, IEnumerable<string> lines) =>
        prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..8];

    private static ShiftDefinition Shift(ShiftOptions shift) => new(
        shift.Name, (byte)shift.Days.Aggregate(0, (bits, day) => bits | (1 << (int)day)), shift.Start, shift.End,
        [.. shift.Breaks.Select(b => new BreakDefinition(b.Start, (int)b.Length.TotalMinutes))]);

    private MachineDefinition Machine(LineOptions line, MachineOptions machine, StateMapping mapping) => new(
        ids.Machine(machine.Name), machine.Name, line.Name,
        (long)line.Oee.MinorStop.TotalMilliseconds, machine.IdealCycle?.TotalMilliseconds,
        line.Oee.Target)
    {
        Cycles =
        [
            .. options.Products.SelectMany(product => product.Cycles.Where(cycle => cycle.Machine == machine.Name)
                .Select(cycle => new ProductCycle(product.Id, Instant(cycle.From), cycle.Ideal.TotalMilliseconds))),
        ],
        ListedProducts = options.Products.Select(product => product.Id).ToHashSet(StringComparer.Ordinal),
        Mapping = mapping,
        PerUnit = machine.PerUnit,
        StoppedAfter = (long)(machine.Gpio?.StoppedAfter?.TotalMilliseconds ?? 0),
    };

    private long Instant(DateOnly day) => day == DateOnly.MinValue ? long.MinValue : Instant(day.ToDateTime(TimeOnly.MinValue));

    private long Instant(DateTime local) => LocalTime.ToInstant(_zone, DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
}
