using System.Text.RegularExpressions;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Rules;

/// <summary>`gpio` blocks: chips by label, one name for each line, no line used twice.</summary>
internal static partial class GpioRules
{
    public static void Check(GpioOptions options, Place at, DiagnosticList problems)
    {
        var chip = at.Key("chip");
        if (chip.Exists && ByNumber().IsMatch(options.Chip))
        {
            problems.Error(chip,
                $"\"{options.Chip}\" is a number, which changes with kernel and board – "
                + "use auto, or the label: pinctrl-rp1 (Pi 5), pinctrl-bcm2711 (Pi 4)");
        }
        else if (chip.Exists && NumberedPath().IsMatch(options.Chip))
        {
            problems.Warning(chip, $"gpio.chip {options.Chip} may be another chip after an update – prefer auto or the label",
                showsSource: false);
        }

        var roles = SignalRoles.All.Where(row => row.Role != SignalRole.State && at.Key(row.Word).Exists).Select(row => row.Word).ToList();
        if (roles.Count == 0)
        {
            problems.Error(at, "has no signals – add lines such as run and good: { line: GPIO17 }");
        }

        foreach (var line in options.Lines)
        {
            var lineAt = at.Key(SignalRoles.Word(line.Role));
            if (lineAt.Node is MappingNode && lineAt.Key("line").Exists == lineAt.Key("pin").Exists)
            {
                problems.Error(lineAt, line.Line is null ? "needs line: GPIO17 or pin: 17" : "has both line and pin – use one of them");
            }
        }

        if (at.Key("run").Exists && at.Key("stopped_after").Exists)
        {
            problems.Error(at.Key("stopped_after"),
                "stands beside run – the level says when it stops, the time-out is for machines without it");
        }

        if (options.State is null)
        {
            return;
        }

        if (!at.Key("state").Key("when").Exists)
        {
            problems.Error(at.Key("state").Key("when"), "is missing: rules like { Down: fault }, { Running: run and not fault }");
        }

        var switches = options.Lines.Where(line => SignalRoles.IsSwitch(line.Role)).Select(line => SignalRoles.Word(line.Role));
        ConditionRules.Check(options.State, at.Key("state").Key("when"), [.. switches], problems);
    }

    /// <summary>Over all machines, since they share the board.</summary>
    public static void CheckLines(CollectorOptions options, Place root, DiagnosticList problems)
    {
        var used = new Unique("lines of a chip", problems);
        for (var i = 0; i < options.Lines.Length; i++)
        {
            for (var j = 0; j < options.Lines[i].Machines.Length; j++)
            {
                if (options.Lines[i].Machines[j].Gpio is not { } gpio)
                {
                    continue;
                }

                var at = root.Key("lines").Item(i).Key("machines").Item(j).Key("gpio");
                foreach (var line in gpio.Lines)
                {
                    var lineAt = at.Key(SignalRoles.Word(line.Role));
                    var name = line.Line ?? (line.Pin is { } pin ? FormattableString.Invariant($"GPIO{pin}") : null);
                    if (name is not null)
                    {
                        used.Add(gpio.Chip == GpioOptions.AutoChip ? name : $"{gpio.Chip} {name}",
                            lineAt.Key(line.Line is null ? "pin" : "line"));
                    }
                }
            }
        }
    }

    [GeneratedRegex("^(gpiochip)?[0-9]+$")]
    private static partial Regex ByNumber();

    [GeneratedRegex("^/dev/gpiochip[0-9]+$")]
    private static partial Regex NumberedPath();
}
