using EdgeCollector.Core.Inputs;
using EdgeCollector.Options;

namespace EdgeCollector.Sources.Gpio;

/// <summary>A source whose lamps are decoded on their way in.</summary>
internal sealed class StackLightSource(IMachineSource inner, IReadOnlyList<StackLamp> lamps, TimeProvider time) : IMachineSource
{
    private const long NanosecondsPerTick = 100;

    public string Machine => inner.Machine;

    public Task FirstAttempt => inner.FirstAttempt;

    /// <summary>The lamps of a machine's `gpio` block; none where it has no stack light.</summary>
    /// <param name="signal">The machine's signal of a name.</param>
    public static IReadOnlyList<StackLamp> Lamps(GpioOptions options, Func<string, Signal> signal) =>
        options.StackLight is not { } light ? [] : [.. light.Lamps.Select(lamp => new StackLamp(
            signal(lamp.Word), signal(StackLightOptions.Blinking(lamp.Word)), light.Blink.Ticks * NanosecondsPerTick))];

    public async Task RunAsync(IInputs inputs, ICommitted committed, CancellationToken cancellationToken)
    {
        using var door = new StackLightInputs(inputs, lamps, time);
        await inner.RunAsync(door, committed, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
