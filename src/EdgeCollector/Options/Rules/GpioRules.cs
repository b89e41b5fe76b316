using System.Text.RegularExpressions;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Rules;

/// <summary>`gpio` blocks: chips by label, one name for each line, no line used twice.</summary>
internal static partial class GpioRules
{
    public static void Check(GpioOptions options, Place at, DiagnosticList problems)
    {
        CheckChip(options.Chip, at.Key("chip"), problems);
        var roles = SignalRoles.All.Where(row => row.Role != SignalRole.State && at.Key(row.Word).Exists).Select(row => row.Word).ToList();
        if (roles.Count == 0 && !at.Key("stack_light").Exists)
        {
            problems.Error(at, "has no signals – add lines such as run and good: { line: GPIO17 }");
        }

        foreach (var line in options.AllLines)
        {
            var lineAt = PlaceOf(line, at);
            if (lineAt.Node is MappingNode && lineAt.Key("line").Exists == lineAt.Key("pin").Exists)
            {
                problems.Error(lineAt, line.Line is null ? "needs line: GPIO17 or pin: 17" : "has both line and pin – use one of them");
            }
        }

        if (at.Key("stopped_after").Exists && Array.Find(["run", "state", "stack_light"], key => at.Key(key).Exists) is { } told)
        {
            problems.Error(at.Key("stopped_after"),
                $"stands beside {told}, which says when it stops – the time-out is for machines without it");
        }

        if (!CheckStackLight(options, at, problems) || options.State is null)
        {
            return;
        }

        if (!at.Key("state").Key("when").Exists)
        {
            problems.Error(at.Key("state").Key("when"), "is missing: rules like { Down: fault }, { Running: run and not fault }");
        }

        var switches = options.Lines.Where(line => SignalRoles.IsSwitch(line.Role)).Select(line => SignalRoles.Word(line.Role));
        var lamps = (options.StackLight?.Lamps ?? []).SelectMany(lamp => (string[])[lamp.Word, StackLightOptions.Blinking(lamp.Word)]);
        ConditionRules.Check(options.State, at.Key("state").Key("when"), [.. switches, .. lamps], problems);
    }

    /// <summary>By label, never by number.</summary>
    public static void CheckChip(string choice, Place chip, DiagnosticList problems)
    {
        if (chip.Exists && ByNumber().IsMatch(choice))
        {
            problems.Error(chip,
                $"\"{choice}\" is a number, which changes with kernel and board – "
                + "use auto, or the label: pinctrl-rp1 (Pi 5), pinctrl-bcm2711 (Pi 4)");
        }
        else if (chip.Exists && NumberedPath().IsMatch(choice))
        {
            problems.Warning(chip, $"{chip.ShortPath} {choice} may be another chip after an update – prefer auto or the label",
                showsSource: false);
        }
    }

    /// <summary>Over all machines and outputs, since they share the board.</summary>
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
                foreach (var line in gpio.AllLines)
                {
                    Use(used, gpio.Chip, line.Line, line.Pin, PlaceOf(line, at));
                }
            }
        }

        for (var i = 0; i < options.Outputs.Length; i++)
        {
            Use(used, options.Outputs[i].Chip, options.Outputs[i].Line, options.Outputs[i].Pin, root.Key("outputs").Item(i));
        }
    }

    private static Place PlaceOf(GpioLineOptions line, Place gpio) =>
        (line.Lamp.Length > 0 ? gpio.Key("stack_light") : gpio).Key(line.Word);

    /// <returns>False where nothing that names its lamps can be right.</returns>
    private static bool CheckStackLight(GpioOptions options, Place gpio, DiagnosticList problems)
    {
        var at = gpio.Key("stack_light");
        if (options.StackLight is not { } light)
        {
            return true;
        }

        if (!StackLightOptions.Colours.Any(colour => at.Key(colour).Exists))
        {
            problems.Error(at, $"has no lamps – add some of {string.Join(", ", StackLightOptions.Colours)}: {{ line: GPIO5 }}");
            return false;
        }

        if (!gpio.Key("state").Exists)
        {
            problems.Error(at, "needs state beside it: what the lamps mean, like "
                + "state: { when: [{ Down: red_blinking }, { Stop: red }, { Running: green }] }");
        }

        foreach (var lamp in light.Lamps.Where(lamp => lamp.Debounce >= light.Blink))
        {
            problems.Error(at.Key(lamp.Word).Key("debounce"), "is not shorter than blink: no blinking would be seen – 20ms is usual");
        }

        return true;
    }

    private static void Use(Unique used, string chip, string? line, int? pin, Place at)
    {
        var name = line ?? (pin is { } number ? FormattableString.Invariant($"GPIO{number}") : null);
        if (name is not null)
        {
            used.Add(chip == GpioOptions.AutoChip ? name : $"{chip} {name}", at.Key(line is null ? "pin" : "line"));
        }
    }

    [GeneratedRegex("^(gpiochip)?[0-9]+$")]
    private static partial Regex ByNumber();

    [GeneratedRegex("^/dev/gpiochip[0-9]+$")]
    private static partial Regex NumberedPath();
}
