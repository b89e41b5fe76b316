using EdgeCollector.Core.Inputs;
using EdgeCollector.Site;

namespace EdgeCollector.Demo;

/// <summary>
/// The hour before the demo began, as inputs with its own times: through the same door as everything else, so that pages, history and
/// counts have a past.
/// </summary>
internal sealed class DemoBackfill(SiteModel model, DemoMachines machines)
{
    private const long Step = 10_000;
    private const long Nanoseconds = 1_000_000;
    private readonly List<Input> _inputs = [];

    /// <summary>From <paramref name="start"/> to <paramref name="end"/>, ms UTC.</summary>
    public void Run(IInputs door, long start, long end)
    {
        var (filler, packer) = (model.Machines.First(m => m.Name == "filler1"), model.Machines.First(m => m.Name == "packer1"));
        _inputs.Add(At(start) with { Kind = InputKind.Communication, Id = filler.Id, Bits = 1 });
        _inputs.Add(At(start) with { Kind = InputKind.Communication, Id = packer.Id, Bits = 1 });
        _inputs.Add(Level(start, packer["run"], false));
        _inputs.Add(Level(start, packer["starved"], false));
        for (var until = start; ; until = Math.Min(until + Step, end))
        {
            var (changes, edges) = machines.Advance(until);
            foreach (var change in changes) Add(filler, change);
            foreach (var edge in edges) Add(packer, edge);
            _inputs.Sort((a, b) => a.SourceTime.CompareTo(b.SourceTime));
            _inputs.Add(At(until) with { Kind = InputKind.Tick });
            door.Submit(_inputs.ToArray());
            _inputs.Clear();
            if (until >= end) return;
        }
    }

    private void Add(MachineModel filler, FillerChange change)
    {
        var name = change.Signal switch
        {
            FillerSignal.State => "state",
            FillerSignal.Mode => "mode",
            FillerSignal.Good => "good",
            FillerSignal.Reject => "scrap",
            FillerSignal.StopReason => "stop_reason",
            FillerSignal.Starved => "starved",
            FillerSignal.Blocked => "blocked",
            FillerSignal.Temperature => "product_temp",
            _ => null,
        };
        if (name is null) return;

        var sample = At(change.At) with { Kind = InputKind.Sample, Id = filler[name].Id };
        (sample.ValueKind, sample.Bits) = change.Signal switch
        {
            FillerSignal.Temperature => (ValueKind.Real, BitConverter.DoubleToInt64Bits(change.Value)),
            FillerSignal.Starved or FillerSignal.Blocked => (ValueKind.Boolean, (long)change.Value),
            FillerSignal.Good or FillerSignal.Reject => (ValueKind.Unsigned, (long)change.Value),
            _ => (ValueKind.Integer, (long)change.Value),
        };
        _inputs.Add(sample);
    }

    private void Add(MachineModel packer, PackerEdge edge)
    {
        switch (edge.Line)
        {
            case PackerLine.Run:
                _inputs.Add(Level(edge.At, packer["run"], edge.Rising));
                break;
            case PackerLine.Starved:
                _inputs.Add(Level(edge.At, packer["starved"], edge.Rising));
                break;
            case PackerLine.Good or PackerLine.Scrap when edge.Rising:
                var pulse = packer[edge.Line == PackerLine.Good ? "good" : "scrap"];
                _inputs.Add(At(edge.At) with { Kind = InputKind.Sample, Id = pulse.Id, ValueKind = ValueKind.Unsigned, Bits = 1 });
                break;
        }
    }

    private static Input Level(long at, Signal signal, bool on) =>
        At(at) with { Kind = InputKind.Sample, Id = signal.Id, ValueKind = ValueKind.Boolean, Bits = on ? 1 : 0 };

    private static Input At(long milliseconds) =>
        new() { SourceTime = milliseconds * Nanoseconds, ReceiveTime = milliseconds * Nanoseconds };
}
