using EdgeCollector.Core.Oee;
using EdgeCollector.Options;

namespace EdgeCollector.Dashboard;

/// <summary>The names that pages show, out of a checked configuration.</summary>
internal static class ConfiguredSite
{
    public static DashboardSite From(CollectorOptions options) => new(
        options.Uns.Enterprise, options.Uns.Site, options.Uns.Area,
        ConfiguredZone.Of(options.Node),
        Code(options.Node.Language))
    {
        Lines =
        [
            .. options.Lines.Select(line => new DashboardLine(
                line.Name, Label(line.Label), KeyMachine(line), line.Oee.Target,
                [.. line.Machines.Select(m => new DashboardMachine(m.Name, Label(m.Label)))])),
        ],
        Reasons = options.Reasons.ToDictionary(r => r.Code, r => Label(r.Label), StringComparer.Ordinal),
        Shifts = [.. options.Shifts.Select(s => new ShiftDefinition(s.Name, Days(s), s.Start, s.End, []))],
    };

    /// <summary>Things of the status board whose connection is not secure by configuration: OPC UA with <c>security: None</c>.</summary>
    public static IReadOnlySet<string> Insecure(CollectorOptions options) => options.Lines
        .SelectMany(line => line.Machines)
        .Where(m => m.OpcUa is { Security: OpcUaSecurity.None })
        .Select(m => $"opcua {m.Name}")
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Without a name the slowest machine heads its line (oee-reference.md 12).</summary>
    private static string KeyMachine(LineOptions line) =>
        line.Oee.Machine ?? line.Machines.MaxBy(m => m.IdealCycle ?? TimeSpan.Zero)?.Name ?? "";

    private static Labels Label(LabelOptions label)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (language, text) in ((string, string?)[])[("en", label.English), ("nl", label.Dutch), ("de", label.German)])
        {
            if (text is { Length: > 0 })
            {
                texts.Add(language, text);
            }
        }

        return new Labels(texts);
    }

    private static string Code(Language language) => language switch
    {
        Language.Dutch => "nl",
        Language.German => "de",
        _ => "en",
    };

    private static byte Days(ShiftOptions shift) => (byte)shift.Days.Aggregate(0, (bits, day) => bits | (1 << (int)day));
}
