using System.Buffers;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Lines;

/// <summary>
/// The database schema (ux.md 1.4): a sample or a fact becomes lines. Field types never change: counts are integers, ratios and
/// seconds floats. Sums always, zeros too; a ratio only when it exists. Order, product, ids and notes are fields, never tags.
/// Owned by one publisher, not safe for many threads.
/// </summary>
public sealed class Measurements
{
    private readonly TagLine[] _tags;
    private readonly Dictionary<string, MachineLines> _machines;

    /// <param name="paths">Machines, and lines where they have records of their own.</param>
    /// <param name="signals">All signals; only those of role <see cref="SignalRole.Tag"/> become lines.</param>
    public Measurements(IReadOnlyList<SitePath> paths, IReadOnlyList<Signal> signals)
    {
        _machines = new(paths.Count, StringComparer.Ordinal);
        foreach (var path in paths)
        {
            _machines[path.Name] = new MachineLines(path);
        }

        _tags = new TagLine[signals.Count == 0 ? 0 : signals.Max(s => s.Id) + 1];
        foreach (var signal in signals)
        {
            if (signal.Role == SignalRole.Tag && _machines.TryGetValue(signal.Machine, out var machine))
            {
                _tags[signal.Id] = new TagLine(machine.Prefix("tag", "name", signal.Name), signal.Scale, signal.Invert);
            }
        }
    }

    /// <summary>Facts of machines that are not configured (any more): not written, counted.</summary>
    public long Unknown { get; private set; }

    /// <summary>Measurement <c>tag</c>: nothing for inputs that are no sample of a tag. Numbers and booleans are the float
    /// <c>value</c>, text is <c>text</c>; <c>quality</c> is 192 good, 64 uncertain, 0 bad, and a bad value has no other field.</summary>
    /// <returns>Points written.</returns>
    public int WriteRaw(in Input input, IBufferWriter<byte> to)
    {
        if (input.Kind != InputKind.Sample || (uint)input.Id >= (uint)_tags.Length || _tags[input.Id].Prefix is not { } prefix)
        {
            return 0;
        }

        ref readonly var tag = ref _tags[input.Id];
        var line = new LineWriter(to);
        line.Begin(prefix);
        if (input.Quality != Quality.Bad)
        {
            switch (input.ValueKind)
            {
                case ValueKind.None:
                    break;
                case ValueKind.Text:
                    line.Text("text"u8, input.Text ?? "");
                    break;
                case ValueKind.Boolean:
                    line.Real("value"u8, input.AsBoolean != tag.Invert ? 1.0 : 0.0);
                    break;
                default:
                    line.Real("value"u8, input.AsDouble * tag.Scale);
                    break;
            }
        }

        line.Integer("quality"u8, input.Quality switch { Quality.Good => 192, Quality.Uncertain => 64, _ => 0 });
        line.End(input.SourceTime);
        return line.Points;
    }

    /// <summary>All measurements of lane kpi that follow from a fact.</summary>
    /// <returns>Points written.</returns>
    public int WriteKpi(Fact fact, IBufferWriter<byte> to)
    {
        if (!_machines.TryGetValue(fact.Machine, out var machine))
        {
            Unknown++;
            return 0;
        }

        var line = new LineWriter(to);
        switch (fact)
        {
            case OeeRecord record:
                machine.Write(ref line, record);
                break;
            case StateFact state:
                machine.Write(ref line, state);
                break;
            case CountFact count:
                machine.Write(ref line, count);
                break;
            case StopFact stop:
                machine.Write(ref line, stop);
                break;
            case DowntimeHourFact hour:
                machine.Write(ref line, hour);
                break;
        }

        return line.Points;
    }

    /// <summary>Measurement <c>edge</c>, whose only tag is the node.</summary>
    public static void WriteEdge(byte[] prefix, in EdgeFigures figures, long nanoseconds, IBufferWriter<byte> to)
    {
        var line = new LineWriter(to);
        line.Begin(prefix);
        line.Integer("buffered"u8, figures.Buffered);
        line.Integer("dropped"u8, figures.Dropped);
        line.Real("lag_ms"u8, figures.LagMs);
        line.Real("cpu"u8, figures.Cpu);
        line.Real("rss_mb"u8, figures.RssMb);
        line.Real("temp_c"u8, figures.TempC);
        line.Real("disk_free"u8, figures.DiskFree);
        line.End(nanoseconds);
    }

    private readonly record struct TagLine(byte[]? Prefix, double Scale, bool Invert);
}

/// <summary>How the node itself is, every 10 s.</summary>
/// <param name="Buffered">Ids that are not stored yet.</param>
/// <param name="Dropped">Ids lost since the journal began, all reasons.</param>
/// <param name="LagMs">Age of the oldest id that is not stored, ms.</param>
/// <param name="Cpu">Share of one core, 0..n.</param>
/// <param name="RssMb">Resident memory, MB.</param>
/// <param name="TempC">Processor temperature; null where the board does not tell.</param>
/// <param name="DiskFree">Free share of the data disk, 0..1; null where unknown.</param>
public readonly record struct EdgeFigures(
    long Buffered, long Dropped, double LagMs, double Cpu, double RssMb, double? TempC, double? DiskFree);
