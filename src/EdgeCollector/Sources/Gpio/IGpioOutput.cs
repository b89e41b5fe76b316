namespace EdgeCollector.Sources.Gpio;

/// <summary>One line of the board that is driven. Owned by one thread.</summary>
internal interface IGpioOutput : IDisposable
{
    /// <exception cref="IOException">The chip is gone.</exception>
    void Set(bool high);
}
