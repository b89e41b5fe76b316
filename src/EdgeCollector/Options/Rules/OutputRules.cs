using EdgeCollector.Options.Binding;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Rules;

/// <summary>`outputs`: one line each, of something that there is. Lines that are used twice are <see cref="GpioRules"/>' to find.</summary>
internal static class OutputRules
{
    public static void Check(CollectorOptions options, Place root, DiagnosticList problems)
    {
        if (!options.Outputs.IsEmpty && options.Lines.IsEmpty && !root.Key("lines").Exists && options.Influx is not null)
        {
            problems.Error(root.Key("outputs"), "needs lines: a bridge alone knows no machines");
        }

        var names = new Unique("names of outputs", problems);
        for (var i = 0; i < options.Outputs.Length; i++)
        {
            var (output, at) = (options.Outputs[i], root.Key("outputs").Item(i));
            names.Add(output.Name, at.Key("name"));
            GpioRules.CheckChip(output.Chip, at.Key("chip"), problems);
            CheckPin(output, at, problems);
            CheckScope(output, at, options, problems);
            if (!problems.HasFailed(at.Key("when")))
            {
                CheckTarget(output, at, options, problems);
            }
        }
    }

    private static void CheckPin(OutputOptions output, Place at, DiagnosticList problems)
    {
        if (at.Node is not MappingNode)
        {
            return;
        }

        if (at.Key("line").Exists == at.Key("pin").Exists)
        {
            problems.Error(at.Key("line"), at.At,
                $"{at.ShortPath} {(output.Line is null ? "needs line: GPIO5 or pin: 5" : "has both line and pin – use one of them")}");
        }
        else if (output.Line is { } line && line.All(char.IsAsciiDigit))
        {
            problems.Error(at.Key("line"), $"\"{line}\" is a number – write line: GPIO{line}, or pin: {line} for the number on the chip");
        }
    }

    private static void CheckScope(OutputOptions output, Place at, CollectorOptions options, DiagnosticList problems)
    {
        if (output.Machine is { } machine)
        {
            PlantRules.CheckMachine(machine, at.Key("machine"), options, problems);
        }

        if (output.ProductionLine is not { } line)
        {
            return;
        }

        var known = options.Lines.Select(l => l.Name).Where(name => name.Length > 0).ToList();
        if (output.Machine is not null)
        {
            problems.Error(at.Key("production_line"), "stands beside machine – use one of them");
        }
        else if (!known.Contains(line) && !problems.HasFailed(at.Key("production_line")))
        {
            var advice = Suggestion.For(line, known) is { Length: > 0 } near ? near : $" – there are {string.Join(", ", known.Take(10))}";
            problems.Error(at.Key("production_line"), $"\"{line}\" is no line of this file{advice}");
        }
    }

    private static void CheckTarget(OutputOptions output, Place at, CollectorOptions options, DiagnosticList problems)
    {
        if (output.When != OutputTrigger.BelowTarget)
        {
            if (at.Key("target").Exists)
            {
                problems.Error(at.Key("target"), $"belongs to when: below_target, not to {OutputOptions.Triggers.Show(output.When)}");
            }

            return;
        }

        if (output.Machine is null && output.ProductionLine is null && options.Lines.Length > 1)
        {
            problems.Error(at.Key("when"), "below_target needs to know whose OEE – add machine or production_line");
            return;
        }

        if (output.Target is null && !at.Key("target").Exists && options.LineOf(output) is { Oee.Target: null } line)
        {
            problems.Error(at.Key("when"),
                $"below_target needs a target – add target: 0.75 here or oee: {{ target: 0.75 }} to {line.Name}");
        }
    }
}
