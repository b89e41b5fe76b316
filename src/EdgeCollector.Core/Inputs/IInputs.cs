namespace EdgeCollector.Core.Inputs;

/// <summary>The door in. Whatever the engine may know comes through here and nowhere else. Safe for many threads.</summary>
public interface IInputs
{
    /// <summary>
    /// Hands over the inputs in this order, as neighbours, and returns the sequence number of the last one. Blocks while the ring
    /// is full (the published rule: a source waits, so that its server's queue absorbs).
    /// </summary>
    /// <exception cref="ArgumentException">More inputs than half the ring, or none.</exception>
    /// <exception cref="ObjectDisposedException">The core has stopped.</exception>
    long Submit(ReadOnlySpan<Input> inputs);

    /// <summary>As <see cref="Submit"/>, but false at once where there is no room: for sources that cannot wait (GPIO).</summary>
    bool TrySubmit(ReadOnlySpan<Input> inputs, out long last);
}
