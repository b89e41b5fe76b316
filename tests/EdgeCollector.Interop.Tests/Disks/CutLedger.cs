using System.Globalization;

namespace EdgeCollector.Interop.Tests.Disks;

/// <summary>What the writers of a chain of lives were promised, and what of it is there after each cut.</summary>
internal sealed class CutLedger
{
    private readonly SortedDictionary<long, long> _epochs = [];
    private long _epoch;
    private long _acknowledged;
    private long _freed;

    public long Acknowledged { get; private set; }

    public long Lost { get; private set; }

    /// <summary>A line of <see cref="CutWriter"/>; a last one without an end was never said.</summary>
    public void Hear(string line)
    {
        var words = line.Split(' ');
        var first = long.Parse(words[1], CultureInfo.InvariantCulture);
        switch (words[0])
        {
            case "open":
                (_epoch, _acknowledged) = (first, long.Parse(words[2], CultureInfo.InvariantCulture));
                break;
            case "ack":
                for (; _acknowledged < first; Acknowledged++)
                {
                    _epochs[++_acknowledged] = _epoch;
                }

                break;
            case "free":
                _freed = Math.Max(_freed, first);
                break;
            default:
                throw new FormatException($"the writer says '{line}'");
        }
    }

    /// <summary>Every id that was promised and is still claimed must be among <paramref name="found"/>, under its epoch. What is lost is
    /// counted once.</summary>
    public void Compare(IReadOnlyDictionary<long, long> found)
    {
        foreach (var (id, epoch) in _epochs.ToList())
        {
            var isThere = found.TryGetValue(id, out var of) && of == epoch;
            if (id > _freed && isThere)
            {
                continue;
            }

            _epochs.Remove(id);
            Lost += id > _freed ? 1 : 0;
        }
    }
}
