namespace EdgeCollector.Core.Journal;

/// <summary>Why an id will never be stored.</summary>
public enum DropReason : byte
{
    /// <summary>The journal's size limit.</summary>
    Space = 0,

    /// <summary>A failed or full disk.</summary>
    Disk = 1,

    /// <summary>The database refused it; it lies among the bridge's dead letters.</summary>
    Quarantine = 2,

    /// <summary>Its bytes in the journal were damaged.</summary>
    Damaged = 3,
}

/// <summary>One account, in ids.</summary>
/// <param name="ByPuback">Part of <paramref name="Stored"/>: no bridge said so, the broker's PUBACK and the replay window did.</param>
/// <param name="Dropped">By <see cref="DropReason"/>.</param>
public sealed record LedgerLine(long In, long Stored, long ByPuback, long Pending, IReadOnlyList<long> Dropped)
{
    /// <summary>in = stored + pending + dropped, and no part below zero.</summary>
    public bool Balanced => In == Stored + Pending + Dropped.Sum() && Pending >= 0 && ByPuback <= Stored;
}

/// <summary>
/// The account that users can audit: every id is stored, pending, or dropped for a reason, on each lane and on both together (where the
/// worse of the two counts). An id is settled once: what is said of it later changes nothing, so doubled acknowledgements cannot unbalance
/// it. Ids go on over epochs, and so does the account: it is saved with the journal's cursor. Safe for many threads.
/// </summary>
public sealed class Ledger
{
    private const byte Version = 1;

    /// <summary>Ranges that are saved; what does not fit is pending once more after a restart, and settled once more.</summary>
    private const int MostSaved = 200;

    private readonly Lock _lock = new();
    private LedgerAccount[] _lanes = [new(1), new(1)];
    private LedgerAccount _both = new(1);
    private long _closed;
    private long _last;

    public bool Balanced => Read(Lane.Raw).Balanced && Read(Lane.Kpi).Balanced && Read().Balanced;

    /// <summary>Ids up to <paramref name="last"/> have come in.</summary>
    public void Entered(long last)
    {
        lock (_lock)
        {
            _last = Math.Max(_last, last);
        }
    }

    /// <summary>Stored downstream; ids that never came in are ignored.</summary>
    public void Stored(Lane lane, SequenceRange range, bool byPuback = false) =>
        Settle(lane, range, byPuback ? LedgerAccount.ByPuback : LedgerAccount.Stored);

    public void Dropped(Lane lane, SequenceRange range, DropReason reason) =>
        Settle(lane, range, LedgerAccount.FirstDrop + (int)reason);

    /// <summary>Lost to both lanes.</summary>
    public void Dropped(SequenceRange range, DropReason reason)
    {
        Dropped(Lane.Raw, range, reason);
        Dropped(Lane.Kpi, range, reason);
    }

    public LedgerLine Read(Lane lane)
    {
        lock (_lock)
        {
            return _lanes[(int)lane].Read(_last);
        }
    }

    /// <summary>Both lanes together: an id is stored once it is on both.</summary>
    public LedgerLine Read()
    {
        lock (_lock)
        {
            return _both.Read(_last);
        }
    }

    /// <summary>Keeps numbers only of the ids up to <paramref name="last"/>, as far as they are settled on both lanes.</summary>
    public void Close(long last)
    {
        lock (_lock)
        {
            _closed = Math.Max(_closed, Math.Min(last, _both.SettledUpTo));
            foreach (var account in All) account.Close(_closed);
        }
    }

    /// <summary>Writes it down as far as <paramref name="committed"/>: what a crash may take back is no part of the account.</summary>
    public void Save(RecordWriter writer, long committed)
    {
        lock (_lock)
        {
            writer.Byte(Version);
            writer.Int(_closed);
            foreach (var account in All)
            {
                foreach (var closed in account.Closed) writer.Int(closed);
            }

            // What was dropped first: it is not heard of again.
            var open = new SequenceRange(_closed + 1, committed);
            var ranges =
                from outcome in Enumerable.Range(0, LedgerAccount.Outcomes).Reverse()
                from lane in Enumerable.Range(0, _lanes.Length)
                from range in _lanes[lane].By(outcome).Within(open)
                select (Lane: lane, Outcome: outcome, Range: range);
            writer.List([.. ranges.Take(MostSaved)], (w, r) =>
            {
                w.Byte((byte)r.Lane);
                w.Byte((byte)r.Outcome);
                w.Int(r.Range.First - _closed);
                w.Int(r.Range.Last - r.Range.First);
            });
        }
    }

    /// <summary>Before anything has come in: goes on from what was saved. False, and it begins behind <paramref name="cursor"/>, where that
    /// is nothing or of a later version.</summary>
    /// <param name="cursor">Up to here nothing will be delivered again: what the broker only confirmed counts as stored.</param>
    /// <param name="last">Of the ids that the journal holds.</param>
    public bool Restore(ReadOnlySpan<byte> saved, long cursor, long last)
    {
        lock (_lock)
        {
            var reader = new RecordReader(saved);
            var known = reader.Byte() == Version;
            _closed = Math.Min(known ? reader.Int() : cursor, last);
            _last = last;
            (_lanes, _both) = ([new(_closed + 1), new(_closed + 1)], new(_closed + 1));
            if (known)
            {
                foreach (var account in All)
                {
                    for (var outcome = 0; outcome < LedgerAccount.Outcomes; outcome++) account.Closed[outcome] = reader.Int();
                }

                var ranges = reader.List(static (ref RecordReader r) => (Lane: r.Byte(), Outcome: r.Byte(), First: r.Int(), Length: r.Int()));
                foreach (var range in ranges.Where(r => r.Lane < _lanes.Length && r.Outcome < LedgerAccount.Outcomes))
                {
                    Settle((Lane)range.Lane, new(_closed + range.First, _closed + range.First + range.Length), range.Outcome);
                }
            }

            Stored(Lane.Raw, new(_closed + 1, cursor), byPuback: true);
            Stored(Lane.Kpi, new(_closed + 1, cursor), byPuback: true);
            return known && !reader.Failed;
        }
    }

    private LedgerAccount[] All => [.. _lanes, _both];

    private void Settle(Lane lane, SequenceRange range, int outcome)
    {
        lock (_lock)
        {
            var other = _lanes[1 - (int)lane];
            foreach (var part in _lanes[(int)lane].Settle(range with { Last = Math.Min(range.Last, _last) }, outcome))
            {
                for (var theirs = 0; theirs < LedgerAccount.Outcomes; theirs++)
                {
                    foreach (var common in other.By(theirs).Within(part)) _both.Settle(common, Math.Max(outcome, theirs));
                }
            }
        }
    }
}
