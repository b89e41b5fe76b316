using System.Device.Gpio;

namespace EdgeCollector.Tests.Sources.Gpio;

/// <summary>A driver of System.Device.Gpio whose pins the test sets; its callbacks come on the test's thread.</summary>
internal sealed class ScriptedDriver : GpioDriver
{
    private readonly Dictionary<int, (PinEventTypes Events, PinChangeEventHandler Handler)> _handlers = [];
    private readonly Dictionary<int, PinValue> _levels = [];

    public Dictionary<int, PinMode> Modes { get; } = [];

    public bool PullsUp { get; set; } = true;

    public bool IsGone { get; set; }

    public bool IsDisposed { get; private set; }

    protected override int PinCount => 32;

    public PinValue Level(int pin) => _levels.GetValueOrDefault(pin);

    /// <summary>Sets a pin; silently where the driver is to miss the edge.</summary>
    public void Set(int pin, bool high, bool silent = false)
    {
        _levels[pin] = high;
        var type = high ? PinEventTypes.Rising : PinEventTypes.Falling;
        if (!silent && _handlers.TryGetValue(pin, out var asked) && asked.Events.HasFlag(type))
        {
            asked.Handler(this, new(type, pin));
        }
    }

    protected override void OpenPin(int pinNumber)
    {
        ThrowIfGone();
        Modes[pinNumber] = PinMode.Input;
    }

    protected override void ClosePin(int pinNumber) => Modes.Remove(pinNumber);

    protected override void SetPinMode(int pinNumber, PinMode mode) => Modes[pinNumber] = mode;

    protected override void SetPinMode(int pinNumber, PinMode mode, PinValue initialValue)
    {
        Modes[pinNumber] = mode;
        _levels[pinNumber] = initialValue;
    }

    protected override PinMode GetPinMode(int pinNumber) => Modes[pinNumber];

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => mode != PinMode.InputPullUp || PullsUp;

    protected override PinValue Read(int pinNumber)
    {
        ThrowIfGone();
        return Level(pinNumber);
    }

    protected override void Write(int pinNumber, PinValue value)
    {
        ThrowIfGone();
        _levels[pinNumber] = value;
    }

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        _handlers[pinNumber] = (eventTypes, callback);

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) =>
        _handlers.Remove(pinNumber);

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private void ThrowIfGone()
    {
        if (IsGone)
        {
            throw new IOException("Error 19 reading");
        }
    }
}
