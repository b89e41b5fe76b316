using System.Device.Gpio.Drivers;
using System.Globalization;

namespace EdgeCollector.Sources.Gpio;

/// <summary>Chooses System.Device.Gpio's driver for a chip: libgpiod 1, which speaks version 1 of the character device; where the board has
/// no such library, the older sysfs files.</summary>
internal static class ChipDrivers
{
    private const string SysFs = "/sys/class/gpio";

    /// <exception cref="GpioException">Neither is there.</exception>
    public static ChipDriver Open(GpioChip chip)
    {
        try
        {
            return new(new LibGpiodDriver(Number(chip)), 0, "libgpiod");
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or PlatformNotSupportedException or IOException)
        {
            return Base(chip) is { } first ? new(new SysFsDriver(), first, "sysfs") : throw new GpioException(
                $"{chip}: {Before(chip)}, and neither libgpiod nor {SysFs} is there to do without – use Linux 5.10 or newer, "
                + "or install libgpiod2", GpioHealth.Failed);
        }
    }

    /// <summary>Why it is asked for.</summary>
    public static string Before(GpioChip chip) =>
        $"Linux {Environment.OSVersion.Version.ToString(2)} gives {chip.Name} no version 2 of the GPIO character device";

    /// <summary>The driver asks for its chip by number: that of the device just opened, whose name the kernel gave.</summary>
    private static int Number(GpioChip chip) =>
        int.Parse(chip.Name.AsSpan("gpiochip".Length), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>sysfs numbers lines over all chips; a chip is told by its label and size.</summary>
    private static int? Base(GpioChip chip)
    {
        var found = Directory.Exists(SysFs) ? Directory.GetDirectories(SysFs, "gpiochip*").Where(IsOurs).ToList() : [];
        return found.Count == 1 ? int.Parse(Text(found[0], "base"), CultureInfo.InvariantCulture) : null;

        bool IsOurs(string folder) =>
            Text(folder, "label") == chip.Label && Text(folder, "ngpio") == chip.Lines.ToString(CultureInfo.InvariantCulture);
    }

    private static string Text(string folder, string file) => File.ReadAllText(Path.Combine(folder, file)).Trim();
}
