namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// The seam below GpioSource: the kernel's character device, or the simulated lines of the demo and the tests. Owned and read by
/// one thread. A line's number is its place in the list that was asked for, since its offset on the chip is known only once the
/// chip is there.
/// </summary>
internal interface IGpioLines : IDisposable
{
    /// <summary>Bounces are removed below this seam; otherwise pulses are spaced by <see cref="GpioInput.Spacing"/>.</summary>
    bool Debounces => false;

    /// <summary>What these lines cannot promise, in one line for people; empty: nothing.</summary>
    string Limits => "";

    /// <summary>Physical level of a requested line now.</summary>
    /// <exception cref="IOException">The chip is gone.</exception>
    bool ReadLevel(int line);

    /// <summary>Waits for edges, at most <paramref name="timeout"/>, and returns how many were read; 0 on time-out.</summary>
    /// <exception cref="IOException">The chip is gone.</exception>
    int Read(Span<GpioEdge> into, TimeSpan timeout);

    /// <summary>Ends a waiting <see cref="Read"/> early, from any thread.</summary>
    void Wake();
}
