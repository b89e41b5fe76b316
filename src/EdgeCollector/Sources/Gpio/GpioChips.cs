using System.Globalization;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// Finds chips and lines by what they are called. Never by number: the header of a Raspberry Pi 5 was gpiochip4 with one kernel and
/// gpiochip0 with the next.
/// </summary>
internal static class GpioChips
{
    /// <summary>The board's own header, else the only chip.</summary>
    public const string Auto = "auto";

    private const int NamesShown = 12;

    /// <summary>Labels of the chip behind the 40-pin header: Raspberry Pi 5, 4, and 1 to 3.</summary>
    private static readonly string[] Headers = ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"];

    /// <param name="kernel">The system.</param>
    /// <param name="choice"><see cref="Auto"/>, a label, or a path.</param>
    /// <exception cref="GpioException">None, several, or no permission; lists the chips found.</exception>
    public static GpioChip Open(IGpioKernel kernel, string choice)
    {
        if (choice.StartsWith('/'))
        {
            return GpioChip.Open(kernel, choice);
        }

        var chips = OpenAll(kernel, out var refused);
        try
        {
            var chosen = choice == Auto ? Header(chips) : Labelled(chips, choice);
            var missing = choice == Auto ? "no chip is the board's own header" : $"no GPIO chip has the label \"{choice}\"";
            return chosen ?? throw new GpioException(
                $"{missing} – {Found(chips, refused)}",
                refused.Count > 0 || (choice == Auto && chips.Count > 1) ? GpioHealth.Failed : GpioHealth.Wait);
        }
        finally
        {
            chips.ForEach(chip => chip.Dispose());
        }
    }

    /// <summary>The chips found, for messages.</summary>
    public static string Describe(IGpioKernel kernel)
    {
        var chips = OpenAll(kernel, out var refused);
        var text = Found(chips, refused);
        chips.ForEach(chip => chip.Dispose());
        return text;
    }

    /// <exception cref="GpioException">The chip has no such line, or two of them are one.</exception>
    public static uint[] Find(GpioChip chip, IReadOnlyList<GpioLine> lines)
    {
        var offsets = new uint[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            offsets[i] = Find(chip, lines[i]);
            var other = Array.IndexOf(offsets, offsets[i]);
            if (other < i)
            {
                var both = $"{lines[other].Signal} on {lines[other]} and {lines[i].Signal} on {lines[i]}";
                throw new GpioException($"{chip}: {both} are the same line – take another", GpioHealth.Failed) { OfLines = true };
            }
        }

        return offsets;
    }

    /// <exception cref="GpioException">The chip has no such line; says which it has.</exception>
    public static uint Find(GpioChip chip, GpioLine line)
    {
        if (line.Name is null)
        {
            return line.Pin >= 0 && line.Pin < chip.Lines ? (uint)line.Pin : throw new GpioException(
                FormattableString.Invariant($"{chip}: {line.Signal} asks for pin {line.Pin}, expected 0 to {chip.Lines - 1}"),
                GpioHealth.Failed)
            { OfLines = true };
        }

        var all = Enumerable.Range(0, (int)chip.Lines).Select(offset => chip.Line((uint)offset)).ToList();
        var named = all.FindIndex(info => info.Name == line.Name);
        if (named >= 0)
        {
            return (uint)named;
        }

        // Older device trees name some pins of the header by a function (SDA1); its chip numbers its lines as the pins are numbered.
        if (Headers.Contains(chip.Label) && line.Name.StartsWith("GPIO", StringComparison.Ordinal)
            && uint.TryParse(line.Name.AsSpan("GPIO".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pin)
            && pin < chip.Lines)
        {
            return pin;
        }

        var names = all.Where(info => info.Name.Length > 0).Select(info => info.Name).ToList();
        var known = names.Count == 0
            ? FormattableString.Invariant($"its lines have no names, use pin: 0 to {chip.Lines - 1}")
            : $"it has {string.Join(", ", names.Take(NamesShown))}{(names.Count > NamesShown ? ", …" : "")}";
        throw new GpioException($"{chip}: {line.Signal} asks for line {line.Name}, which it has not – {known}", GpioHealth.Failed)
        {
            OfLines = true,
        };
    }

    private static GpioChip? Header(List<GpioChip> chips) =>
        Headers.Select(label => Labelled(chips, label)).FirstOrDefault(chip => chip is not null) ?? Taken(chips, chips.Count == 1 ? 0 : -1);

    private static GpioChip? Labelled(List<GpioChip> chips, string label)
    {
        var paths = chips.Where(chip => chip.Label == label).Select(chip => chip.Path).ToList();
        return paths.Count <= 1 ? Taken(chips, chips.FindIndex(chip => chip.Label == label)) : throw new GpioException(
            $"{paths.Count} GPIO chips have the label \"{label}\" – name one by its path: {string.Join(", ", paths)}", GpioHealth.Failed);
    }

    /// <summary>Out of the list, so that the others are closed and this one is not.</summary>
    private static GpioChip? Taken(List<GpioChip> chips, int index)
    {
        if (index < 0)
        {
            return null;
        }

        var chip = chips[index];
        chips.RemoveAt(index);
        return chip;
    }

    private static List<GpioChip> OpenAll(IGpioKernel kernel, out List<string> refused)
    {
        var chips = new List<GpioChip>();
        refused = [];
        foreach (var path in kernel.Devices().Order(StringComparer.Ordinal))
        {
            try
            {
                var chip = GpioChip.Open(kernel, path);
                if (chips.Exists(known => known.Name == chip.Name))
                {
                    chip.Dispose();
                    continue;
                }

                chips.Add(chip);
            }
            catch (GpioException e)
            {
                refused.Add(e.Message);
            }
        }

        return chips;
    }

    private static string Found(List<GpioChip> chips, List<string> refused) => (chips.Count, refused.Count) switch
    {
        (0, 0) => "found none: there is no /dev/gpiochip*",
        (0, _) => string.Join("; ", refused),
        (_, 0) => $"found {string.Join(", ", chips)}",
        _ => $"found {string.Join(", ", chips)}; {string.Join("; ", refused)}",
    };
}
