using EdgeCollector.Options.Binding;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Rules;

/// <summary>Lines and machines: unique names, all topic levels, one source a machine, references between them.</summary>
internal static class PlantRules
{
    public static void Check(CollectorOptions options, Place root, DiagnosticList problems)
    {
        var linesAt = root.Key("lines");
        if (options.Lines.IsEmpty && options.Influx is null && !root.Key("influx").Exists)
        {
            problems.Error(linesAt, "is missing: nothing is collected (only a bridge, with influx, needs no lines)");
        }

        if (!options.Lines.IsEmpty && options.Uns.Area.Length == 0 && root.Key("uns").Exists)
        {
            problems.Error(root.Key("uns").Key("area"),
                "is missing: all five topic levels are required – enterprise, site, area, line, machine");
        }

        var lineNames = new Unique("line names", problems);
        var machineNames = new Unique("machine names, over all lines,", problems);
        for (var i = 0; i < options.Lines.Length; i++)
        {
            var at = linesAt.Item(i);
            lineNames.Add(options.Lines[i].Name, at.Key("name"));
            CheckLine(options.Lines[i], at, problems);
            for (var j = 0; j < options.Lines[i].Machines.Length; j++)
            {
                var machineAt = at.Key("machines").Item(j);
                machineNames.Add(options.Lines[i].Machines[j].Name, machineAt.Key("name"));
                CheckMachine(options.Lines[i].Machines[j], machineAt, options, problems);
            }
        }

        for (var i = 0; i < options.Alerts.Length; i++)
        {
            CheckMachines(options.Alerts[i].Machines, root.Key("alerts").Item(i).Key("machines"), options, problems);
        }

        for (var i = 0; i < options.Calendar.Planned.Length; i++)
        {
            CheckMachines(options.Calendar.Planned[i].Machines, root.Key("calendar").Key("planned").Item(i).Key("machines"), options,
                problems);
        }
    }

    /// <summary>Says so when a machine that is named does not exist.</summary>
    public static void CheckMachine(string name, Place at, CollectorOptions options, DiagnosticList problems)
    {
        var known = options.Machines.Select(machine => machine.Name).Where(machine => machine.Length > 0).ToList();
        if (name.Length > 0 && !problems.HasFailed(at) && !known.Contains(name))
        {
            problems.Error(at, $"\"{name}\" is no machine of this file{Advice(name, known)}");
        }
    }

    private static void CheckMachines(IReadOnlyList<string> names, Place at, CollectorOptions options, DiagnosticList problems)
    {
        for (var i = 0; i < names.Count; i++)
        {
            CheckMachine(names[i], at.Node is SequenceNode ? at.Item(i) : at, options, problems);
        }
    }

    private static void CheckLine(LineOptions line, Place at, DiagnosticList problems)
    {
        var oee = at.Key("oee");
        var machines = line.Machines.Select(machine => machine.Name).ToList();
        if (line.Machines.IsEmpty && at.Key("machines").Exists)
        {
            problems.Error(at.Key("machines"), "is empty: a line needs at least one machine");
        }

        if (line.Oee.Machine is { } bottleneck && !machines.Contains(bottleneck) && !problems.HasFailed(oee.Key("machine")))
        {
            problems.Error(oee.Key("machine"), $"\"{bottleneck}\" is no machine of {line.Name}{Advice(bottleneck, machines)}");
        }

        if (line.Oee.Rule.Needed > machines.Count)
        {
            problems.Error(oee.Key("rule"),
                FormattableString.Invariant($"asks for {line.Oee.Rule.Needed} running machines, {line.Name} has {machines.Count}"));
        }
    }

    private static void CheckMachine(MachineOptions machine, Place at, CollectorOptions options, DiagnosticList problems)
    {
        var (opcua, gpio) = (at.Key("opcua"), at.Key("gpio"));
        if (opcua.Exists && gpio.Exists)
        {
            problems.Error(gpio, "stands beside opcua – a machine has exactly one source");
        }
        else if (!opcua.Exists && !gpio.Exists && at.Node is MappingNode)
        {
            problems.Error(opcua, at.At, $"{at.ShortPath} has no source – add opcua or gpio");
        }

        if (machine.OpcUa is not null)
        {
            OpcUaRules.Check(machine.OpcUa, opcua, problems);
        }

        if (machine.Gpio is not null)
        {
            GpioRules.Check(machine.Gpio, gpio, problems);
        }

        if (machine.IdealCycle is null && machine.Name.Length > 0 && !at.Key("ideal_cycle").Exists
            && !options.Products.Any(product => product.Cycles.Any(cycle => cycle.Machine == machine.Name)))
        {
            problems.Warning(at.Key("name"),
                $"{machine.Name} has no ideal_cycle and no product has one for it – performance and OEE will be null", showsSource: false);
        }
    }

    private static string Advice(string name, IReadOnlyList<string> known) =>
        Suggestion.For(name, known) is { Length: > 0 } near ? near
            : known.Count == 0 ? "" : $" – there are {string.Join(", ", known.Take(10))}";
}
