using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>
/// Hands any number of inputs over in parts that the ring takes: a server may send more values at once than it was asked for.
/// </summary>
internal static class InputSlices
{
    /// <summary>Inputs of one claim, a quarter of the ring; also what a server is asked to send at most in one notification.</summary>
    public const int Max = 4096;

    /// <summary>Submits all in their order; returns the sequence number of the last one.</summary>
    /// <exception cref="ArgumentException">No inputs.</exception>
    /// <exception cref="ObjectDisposedException">The core has stopped.</exception>
    public static long Submit(IInputs into, ReadOnlySpan<Input> inputs)
    {
        while (inputs.Length > Max)
        {
            into.Submit(inputs[..Max]);
            inputs = inputs[Max..];
        }

        return into.Submit(inputs);
    }
}
