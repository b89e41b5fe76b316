using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>Body of a <see cref="BaselineFact"/>, and of those that an epoch begins with.</summary>
internal static class BaselineRecords
{
    public static void Encode(RecordWriter w, BaselineFact f)
    {
        w.List(f.Believed, static (w, micro) => w.Int(micro));
        w.List(f.Counters, static (w, counter) =>
        {
            w.Text(counter.Signal);
            w.Int(counter.Value);
            w.Int(counter.Time);
        });
    }

    public static BaselineFact Decode(ref RecordReader r, string machine, long time) => new(
        machine, time, r.List(static (ref RecordReader r) => r.Int()),
        r.List(static (ref RecordReader r) => new CounterBaseline(r.Text(), r.Int(), r.Int())));

    public static void Encode(RecordWriter w, Baselines? baselines)
    {
        w.List(baselines?.Machines ?? [], static (w, machine) =>
        {
            w.Text(machine.Machine);
            w.Int(machine.Time);
            Encode(w, machine);
        });
        w.Int(baselines?.ResumedEpoch ?? 0);
        w.Int(baselines?.ResumedFrom ?? 0);
        w.Int(baselines?.LastSeen ?? 0);
    }

    /// <summary>Null: none, as in epochs that were written before there were any.</summary>
    public static Baselines? DecodeAll(ref RecordReader r)
    {
        var machines = r.More ? r.List(static (ref RecordReader r) => Decode(ref r, r.Text(), r.Int())) : [];
        var (epoch, from) = r.More ? (r.Int(), r.Int()) : (0, 0);
        var seen = r.More ? r.Int() : 0;
        return machines.Count > 0 || epoch != 0 ? new Baselines(machines) { ResumedEpoch = epoch, ResumedFrom = from, LastSeen = seen } : null;
    }
}
