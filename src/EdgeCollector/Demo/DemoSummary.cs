using System.Diagnostics;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Demo;

/// <summary>One machine's pieces at the four places that must agree.</summary>
/// <param name="Made">What the simulated machine really made.</param>
/// <param name="Counted">What the engine believes, by the journal's last count.</param>
/// <param name="Published">What the broker holds retained.</param>
/// <param name="Stored">What SQLite holds.</param>
internal sealed record DemoRow(string Machine, string What, long Made, long? Counted, long? Published, long? Stored)
{
    public bool Agrees => Counted == Made && Published == Made && Stored == Made;
}

/// <summary>What a demo with <c>--for</c> ends with.</summary>
internal sealed record DemoSummary(IReadOnlyList<DemoRow> Rows, long Inputs, double ResidentMegabytes)
{
    /// <summary>What a Pi can spare, MB; more is a fault of the program, not of the demo.</summary>
    public const double MostResidentMegabytes = 150;

    public bool Agrees => Rows.All(row => row.Agrees);

    public bool IsSmall => ResidentMegabytes <= MostResidentMegabytes;

    /// <param name="counters">What SQLite holds, a row a machine.</param>
    /// <param name="inputs">Inputs that the core has processed.</param>
    public static async Task<DemoSummary> TakeAsync(
        DemoMachines machines, LastCounts counted, DemoBroker broker, IEnumerable<CountFact> counters, long inputs)
    {
        var stored = counters.ToDictionary(fact => fact.Machine, StringComparer.Ordinal);
        var rows = new List<DemoRow>();
        foreach (var (machine, made) in new[] { ("filler1", machines.Filler), ("packer1", machines.Packer) })
        {
            var topic = $"umh/v1/acme/eindhoven/packaging/line1/{machine}/_count_v1/";
            rows.Add(new(machine, "good", made.Good, counted[machine]?.Good,
                await broker.RetainedAsync(topic + "good").ConfigureAwait(false), stored.GetValueOrDefault(machine)?.Good));
            rows.Add(new(machine, "scrap", made.Reject, counted[machine]?.Scrap,
                await broker.RetainedAsync(topic + "scrap").ConfigureAwait(false), stored.GetValueOrDefault(machine)?.Scrap));
        }

        using var process = Process.GetCurrentProcess();
        return new(rows, inputs, process.WorkingSet64 / (1024.0 * 1024));
    }

    /// <summary>One line a row, then the verdict.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"{"machine",-10}{"",-7}{"made",9}{"counted",9}{"published",11}{"stored",9}";
        foreach (var row in Rows)
        {
            var mark = row.Agrees ? "✓" : "✗ differs";
            yield return FormattableString.Invariant(
                $"{row.Machine,-10}{row.What,-7}{row.Made,9}{row.Counted,9}{row.Published,11}{row.Stored,9}  {mark}");
        }

        var size = IsSmall ? "" : FormattableString.Invariant($" ✗ more than {MostResidentMegabytes:0} MB");
        yield return FormattableString.Invariant($"{Inputs} inputs, {ResidentMegabytes:0} MB resident{size}");
        yield return Agrees ? "✓ made, counted, published and stored agree" : "✗ made, counted, published and stored differ";
    }
}
