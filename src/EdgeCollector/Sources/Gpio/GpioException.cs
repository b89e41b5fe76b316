using System.Runtime.InteropServices;

namespace EdgeCollector.Sources.Gpio;

/// <summary>How a machine's lines are, in words for people.</summary>
internal enum GpioHealth
{
    Ok,

    /// <summary>Trying; mends itself when the chip comes back.</summary>
    Wait,

    /// <summary>Somebody has to do something; the message says what.</summary>
    Failed,
}

/// <summary>A chip or a line cannot be had: one line that names it, why, and the way out.</summary>
internal sealed class GpioException(string message, GpioHealth health) : IOException(message)
{
    public GpioHealth Health => health;

    /// <summary>It is these lines that cannot be had, or not together; the chip is there.</summary>
    public bool OfLines { get; init; }

    /// <param name="lines">Which they are, and who holds them.</param>
    public static GpioException Held(string chip, IEnumerable<string> lines) =>
        new($"{chip}: {string.Join(", ", lines)} – end that program, switch off the pin's other function, or use another line",
            GpioHealth.Failed)
        { OfLines = true };

    /// <summary>A refusal nobody foresaw, in the system's words.</summary>
    public static GpioException Of(string what, int error) =>
        new($"{what}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})",
            error == Errno.NoDevice ? GpioHealth.Wait : GpioHealth.Failed);
}
