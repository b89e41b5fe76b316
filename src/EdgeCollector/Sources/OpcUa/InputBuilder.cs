using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>
/// Values to inputs: type, quality, corrected time, flags. One buffer is reused for all notifications, so nothing is allocated per
/// value. Not safe for many threads: the source takes its gate around each use until what was read is handed over.
/// </summary>
internal sealed class InputBuilder(IReadOnlyList<OpcUaSignal> signals, SourceClock clock, SourceHealth health, OwnClock own)
{
    private readonly Dictionary<uint, int> _byHandle = signals.Select((s, i) => (s.Handle, i)).ToDictionary(p => p.Handle, p => p.i);
    private readonly InputFlags[] _first = new InputFlags[signals.Count];
    private readonly NestedState _nested = new(signals.Select(s => s.Level).Where(level => level > 0));
    private Input[] _buffer = new Input[256];

    public IReadOnlyList<OpcUaSignal> Items => signals;

    public SourceClock Clock => clock;

    public OpcUaSignal? Find(uint handle) => _byHandle.TryGetValue(handle, out var index) ? signals[index] : null;

    /// <summary>The next value of each signal is its first since the source came back.</summary>
    public void ExpectInitialValues(bool sourceRestarted) =>
        Array.Fill(_first, sourceRestarted ? InputFlags.Initial | InputFlags.SourceRestarted : InputFlags.Initial);

    /// <summary>The inputs of a notification; valid until the next call.</summary>
    public ReadOnlySpan<Input> Read(ref DataChangeItems items)
    {
        var count = 0;
        var now = Now();
        while (items.TryRead(out var handle, out var value))
        {
            if (_byHandle.TryGetValue(handle, out var index))
            {
                Add(ref _buffer, ref count, index, value, now);
            }
        }

        return _buffer.AsSpan(0, count);
    }

    /// <summary>The inputs of one Read of all signals, in their order.</summary>
    public Input[] Read(DataValue[] values)
    {
        var inputs = new Input[values.Length];
        var count = 0;
        var now = Now();
        for (var i = 0; i < values.Length; i++)
        {
            Add(ref inputs, ref count, i, values[i], now);
        }

        return inputs[..count];
    }

    public Input Rejected(uint handle) => Now() with { Kind = InputKind.Sample, Id = OpcUaSignal.SignalOf(handle), Quality = Quality.Bad };

    public Input Communication(int machine, bool restored, long at) =>
        Now() with { Kind = InputKind.Communication, Id = machine, SourceTime = at, Bits = restored ? 1 : 0 };

    /// <summary>From <paramref name="from"/> to now.</summary>
    public Input Gap(int machine, long from, string reason)
    {
        var now = Now();
        return now with { Kind = InputKind.Gap, Id = machine, SourceTime = from, Bits = now.ReceiveTime, Reference = reason };
    }

    private void Add(ref Input[] into, ref int count, int index, in DataValue value, in Input now)
    {
        if (count == into.Length)
        {
            Array.Resize(ref into, 2 * into.Length);
        }

        ref var input = ref into[count++];
        input = now;
        input.Kind = InputKind.Sample;
        input.Id = signals[index].Signal.Id;
        input.Quality = ValueReader.QualityOf(value.StatusCode);
        var sent = value.SourceTimestamp == default ? 0 : (value.SourceTimestamp.Ticks - DateTime.UnixEpoch.Ticks) * 100;
        input.SourceTime = clock.Correct(sent, now.ReceiveTime, out var flags);
        if (value.StatusCode.HasOverflow)
        {
            flags |= InputFlags.Overflow;
        }

        var used = signals[index].UsesUncertain && ValueReader.IsMeasured(value.StatusCode);
        input.Quality = used ? Quality.Good : input.Quality;
        if (used || value.StatusCode.Is(StatusCode.GoodLocalOverride))
        {
            flags |= InputFlags.Estimated;
        }

        input.Flags = flags | _first[index] | (own.Behind ? InputFlags.Clock : InputFlags.None);
        _first[index] = InputFlags.None;
        if (input.Quality != Quality.Bad && !ValueReader.TryRead(signals[index], value.Value, ref input, out var expected))
        {
            input.Quality = Quality.Bad;
            health.WrongType(signals[index], value.Value.Type, expected);
        }

        if (signals[index].Level is > 0 and var level && !_nested.TryTake(level, ref input)) count--;
    }

    private Input Now()
    {
        var now = own.Now;
        var utc = own.Utc(now);
        return new Input { SourceTime = utc, ReceiveTime = utc, MonotonicTime = now };
    }
}
