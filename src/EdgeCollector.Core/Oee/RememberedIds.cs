using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>The ids of the last operators' entries and orders: a retry changes nothing.</summary>
internal sealed class RememberedIds
{
    private const int Most = 10_000;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>False for an id that was there before.</summary>
    public bool Add(string id)
    {
        if (!_ids.Add(id))
        {
            return false;
        }

        _order.Enqueue(id);
        if (_order.Count > Most)
        {
            _ids.Remove(_order.Dequeue());
        }

        return true;
    }

    public void Export(RecordWriter w) => w.List(_order, static (w, id) => w.Text(id));

    public void Import(ref RecordReader r)
    {
        foreach (var id in r.List(MachineRecords.Text))
        {
            Add(id);
        }
    }
}
