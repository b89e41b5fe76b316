using System.Globalization;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using EdgeCollector.OpcUa.Client;
using EdgeCollector.Site;
using EdgeCollector.Sources.OpcUa;

namespace EdgeCollector.Cli;

/// <summary>Takes a source's inputs in place of the ring, and keeps of each signal the first and the last value. Committed at
/// once.</summary>
internal sealed class MachineReport(MachineModel model, TextWriter output) : IInputs, ICommitted
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, (Input First, Input Last, int Count)> _values = [];
    private readonly HashSet<string> _said = [];
    private long _sequence;

    /// <summary>Somebody has to do something.</summary>
    public bool HasFailed { get; private set; }

    public long Committed => Volatile.Read(ref _sequence);

    public ValueTask WaitForCommitAsync(long sequence, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public bool TrySubmit(ReadOnlySpan<Input> inputs, out long last)
    {
        last = Submit(inputs);
        return true;
    }

    public long Submit(ReadOnlySpan<Input> inputs)
    {
        lock (_gate)
        {
            foreach (var input in inputs)
            {
                if (input.Kind == InputKind.Sample)
                    _values[input.Id] = _values.TryGetValue(input.Id, out var seen) ? (seen.First, input, seen.Count + 1)
                        : (input, input, 1);
            }

            return _sequence += inputs.Length;
        }
    }

    public void Health(SourceState state, string message, TextWriter errors)
    {
        lock (_gate)
        {
            HasFailed |= state == SourceState.Failed;
            if (message.Length > 0 && _said.Add(message))
                errors.WriteLine($"{(state == SourceState.Failed ? "✗" : "!")} {Terminal.Safe(message, most: 500)}");
        }
    }

    public async Task PrintAsync(OpcUaSource source, TimeSpan length)
    {
        if (source.Subscription is not { } subscription)
        {
            await output.WriteLineAsync($"{model.Name}: not connected, so there is nothing to show").ConfigureAwait(false);
            return;
        }

        Dictionary<int, (Input First, Input Last, int Count)> values;
        lock (_gate)
        {
            values = new(_values);
        }

        var nodes = subscription.Items.ToDictionary(item => item.Requested.Handle);
        var width = Math.Max(6, model.Signals.Select(signal => signal.Name.Length).DefaultIfEmpty(0).Max());
        foreach (var signal in source.Signals)
        {
            var value = values.TryGetValue(signal.Signal.Id, out var seen) ? Describe(signal.Signal, seen.First, seen.Last, seen.Count)
                : "no value came";
            var asked = nodes.TryGetValue(signal.Handle, out var item) ? Intervals(item) : "";
            await output.WriteLineAsync($"{signal.Signal.Name.PadRight(width)}  {value}  {asked}").ConfigureAwait(false);
        }

        await output.WriteLineAsync(Cycle(values, length)).ConfigureAwait(false);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"publishing asked {Span(subscription.Requested.PublishingInterval)}, got {Span(subscription.RevisedPublishing)}   ")
            + string.Create(
            CultureInfo.InvariantCulture,
            $"keep-alive asked {Span(subscription.Requested.KeepAlive)}, got {Span(subscription.RevisedKeepAlive)}   ") + string.Create(
            CultureInfo.InvariantCulture, $"clock {source.ClockOffset.TotalSeconds:+0.000;-0.000} s   no loss: {NoLoss(source.NoLoss)}"))
            .ConfigureAwait(false);
        await output.WriteLineAsync("nothing was published").ConfigureAwait(false);
    }

    private static string Describe(Signal signal, in Input first, in Input last, int count)
    {
        var shown = Show(signal, last);
        var delta = !signal.IsCounter || first.Quality == Quality.Bad || last.Quality == Quality.Bad
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" ({last.AsDouble - first.AsDouble:+0;-0;+0})");
        var age = (last.ReceiveTime - last.SourceTime) / 1e6;
        return string.Create(CultureInfo.InvariantCulture, $"{shown + delta,-24} {last.Quality,-9} {age,6:0} ms old  {count} values");
    }

    private static string Show(Signal signal, in Input value) => value switch
    {
        { Quality: Quality.Bad } => "–",
        { ValueKind: ValueKind.Text } => Terminal.Safe(value.Text, most: 60),
        { ValueKind: ValueKind.Boolean } => value.AsBoolean ? "true" : "false",
        { ValueKind: ValueKind.Real } => value.AsDouble.ToString("G6", CultureInfo.InvariantCulture),
        _ when signal.Role == SignalRole.State && PackMl.State(value.Bits) != PackMlState.None =>
            string.Create(CultureInfo.InvariantCulture, $"{value.Bits} ({PackMl.Name(PackMl.State(value.Bits))})"),
        { ValueKind: ValueKind.Unsigned } => ((ulong)value.Bits).ToString(CultureInfo.InvariantCulture),
        _ => value.Bits.ToString(CultureInfo.InvariantCulture),
    };

    private static string Intervals(MonitoredItemInfo item) => item.Status.IsBad ? $"refused: {item.Status}" : string.Create(
        CultureInfo.InvariantCulture,
        $"sampling asked {Span(item.Requested.SamplingInterval)}, got {Span(item.RevisedSampling)}  ") + string.Create(
        CultureInfo.InvariantCulture, $"queue asked {item.Requested.QueueSize}, got {item.RevisedQueueSize}");

    private static string Span(TimeSpan span) => string.Create(
        CultureInfo.InvariantCulture,
            $"{(span.TotalSeconds >= 1 ? span.TotalSeconds : span.TotalMilliseconds):0.###} {(span.TotalSeconds >= 1 ? "s" : "ms")}");

    /// <summary>From the count that has the most to say: total, else good.</summary>
    private string Cycle(Dictionary<int, (Input First, Input Last, int Count)> values, TimeSpan length)
    {
        foreach (var role in (SignalRole[])[SignalRole.Total, SignalRole.Good])
        {
            if (model.Signals.FirstOrDefault(signal => signal.Role == role)
                is not { } signal || !values.TryGetValue(signal.Id, out var seen)) continue;

            var pieces = (seen.Last.AsDouble - seen.First.AsDouble) * signal.PerPiece;
            if (pieces <= 0) return string.Create(CultureInfo.InvariantCulture, $"no piece in {length.TotalSeconds:0.#} s");

            var span = (seen.Last.SourceTime - seen.First.SourceTime) / 1e9;
            var ideal = model.Options.IdealCycle is { } cycle
                ? string.Create(CultureInfo.InvariantCulture, $" vs ideal {cycle.TotalSeconds:0.00} s")
                    : "; no ideal_cycle, so no performance";
            return string.Create(CultureInfo.InvariantCulture, $"cycle {span / pieces:0.00} s{ideal}");
        }

        return "no counter, so no cycle";
    }

    internal static string NoLoss(NoLossFacts? facts) => facts?.Class switch
    {
        NoLossClass.Full => "as long as the server's queues hold",
        NoLossClass.UntilOurRestart => "until our restart (transfer refused)",
        NoLossClass.CountersOnly =>
            facts.SmallestQueue <= 1 ? "counts only (the server gives a queue of one)" : "counts only (the server sends nothing again)",
        _ => "not known yet (no notification came)",
    };
}
