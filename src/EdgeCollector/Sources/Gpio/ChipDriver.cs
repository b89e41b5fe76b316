using System.Device.Gpio;

namespace EdgeCollector.Sources.Gpio;

/// <summary>A driver of System.Device.Gpio on one chip, where the kernel has no version 2 of the character device.</summary>
/// <param name="Driver">The caller's to dispose.</param>
/// <param name="First">The driver's number of the chip's line 0.</param>
/// <param name="Name">For messages: <c>libgpiod</c>, <c>sysfs</c>.</param>
internal sealed record ChipDriver(GpioDriver Driver, int First, string Name);
