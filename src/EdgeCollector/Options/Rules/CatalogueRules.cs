using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Rules;

/// <summary>Products and reasons: unique ids and codes, machines that exist.</summary>
internal static class CatalogueRules
{
    /// <summary>What the program itself gives as the reason of a stop that is taken back.</summary>
    private const string ReservedReason = "withdrawn";

    public static void Check(CollectorOptions options, Place root, DiagnosticList problems)
    {
        var products = new Unique("product ids", problems);
        for (var i = 0; i < options.Products.Length; i++)
        {
            var at = root.Key("products").Item(i);
            products.Add(options.Products[i].Id, at.Key("id"));
            CheckCycles(options, options.Products[i], at.Key("cycles"), problems);
        }

        var reasons = new Unique("reason codes", problems);
        var plc = new Unique("stop codes of the machine", problems);
        for (var i = 0; i < options.Reasons.Length; i++)
        {
            var at = root.Key("reasons").Item(i);
            reasons.Add(options.Reasons[i].Code, at.Key("code"));
            if (options.Reasons[i].Code == ReservedReason)
            {
                problems.Error(at.Key("code"), $"\"{ReservedReason}\" is the program's own – choose another");
            }

            for (var j = 0; j < options.Reasons[i].PlcCodes.Length; j++)
            {
                plc.Add(FormattableString.Invariant($"{options.Reasons[i].PlcCodes[j]}"), at.Key("plc").Node is SequenceNode
                    ? at.Key("plc").Item(j) : at.Key("plc"));
            }
        }
    }

    private static void CheckCycles(CollectorOptions options, ProductOptions product, Place at, DiagnosticList problems)
    {
        var once = new HashSet<(string Machine, DateOnly From)>();
        for (var i = 0; i < product.Cycles.Length; i++)
        {
            var (cycle, cycleAt) = (product.Cycles[i], at.Item(i));
            PlantRules.CheckMachine(cycle.Machine, cycleAt.Key("machine"), options, problems);
            if (cycle.Machine.Length > 0 && !once.Add((cycle.Machine, cycle.From)))
            {
                problems.Error(cycleAt.Key("machine"),
                    $"\"{cycle.Machine}\" has two ideal cycles from the same date – give the later one its own from");
            }
        }
    }
}
