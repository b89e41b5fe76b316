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

/// <summary>One lane's account, in ids.</summary>
/// <param name="ByPuback">Part of <paramref name="Stored"/>: no bridge said so, the broker's PUBACK and the replay window did.</param>
/// <param name="Dropped">By <see cref="DropReason"/>.</param>
public sealed record LedgerLine(long In, long Stored, long ByPuback, long Pending, IReadOnlyList<long> Dropped)
{
    /// <summary>in = stored + pending + dropped, and no part below zero.</summary>
    public bool Balanced => In == Stored + Pending + Dropped.Sum() && Pending >= 0 && ByPuback <= Stored;
}

/// <summary>
/// The account that users can audit: every id of every epoch is stored, pending, or dropped for a reason, per lane. An id is settled
/// once: what is said of it later changes nothing, so doubled acknowledgements cannot unbalance it. Pending is counted from the ids
/// themselves, not from the other figures. Safe for many threads.
/// </summary>
public sealed class Ledger
{
    private const int Lanes = 2;
    private static readonly int Reasons = Enum.GetValues<DropReason>().Length;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Account> _epochs = [];
    private readonly Totals[] _totals = [new(), new()];

    public bool Balanced => Read(Lane.Raw).Balanced && Read(Lane.Kpi).Balanced;

    /// <summary>Epochs with ids that are pending, and the newest.</summary>
    public int OpenEpochs
    {
        get
        {
            lock (_lock)
            {
                return _epochs.Count;
            }
        }
    }

    /// <summary>Ids up to <paramref name="last"/> of this epoch have come in; the first call says where the epoch begins.</summary>
    public void Entered(long epoch, long first, long last)
    {
        lock (_lock)
        {
            if (!_epochs.TryGetValue(epoch, out var account))
            {
                _epochs.Add(epoch, account = new Account(first));
                CloseSettled();
            }

            account.Last = Math.Max(account.Last, last);
        }
    }

    /// <summary>Stored downstream; ids that never came in are ignored.</summary>
    public void Stored(long epoch, Lane lane, SequenceRange range, bool byPuback = false)
    {
        lock (_lock)
        {
            var added = Settle(epoch, lane, range);
            var totals = _totals[(int)lane];
            totals.Stored += added;
            totals.ByPuback += byPuback ? added : 0;
            CloseSettled();
        }
    }

    public void Dropped(long epoch, Lane lane, SequenceRange range, DropReason reason)
    {
        lock (_lock)
        {
            _totals[(int)lane].Dropped[(int)reason] += Settle(epoch, lane, range);
            CloseSettled();
        }
    }

    /// <summary>Lost to both lanes, whichever epochs the ids belong to.</summary>
    public void Dropped(SequenceRange range, DropReason reason)
    {
        lock (_lock)
        {
            foreach (var epoch in _epochs.Keys.ToArray())
            {
                Dropped(epoch, range, reason);
            }
        }
    }

    /// <summary>Lost to both lanes.</summary>
    public void Dropped(long epoch, SequenceRange range, DropReason reason)
    {
        Dropped(epoch, Lane.Raw, range, reason);
        Dropped(epoch, Lane.Kpi, range, reason);
    }

    public LedgerLine Read(Lane lane)
    {
        lock (_lock)
        {
            var totals = _totals[(int)lane];
            var entered = totals.Closed + _epochs.Values.Sum(e => e.Count);
            var pending = _epochs.Values.Sum(e => e.Pending(lane));
            return new LedgerLine(entered, totals.Stored, totals.ByPuback, pending, [.. totals.Dropped]);
        }
    }

    private long Settle(long epoch, Lane lane, SequenceRange range) => _epochs.TryGetValue(epoch, out var account)
        ? account.Settled[(int)lane].Add(range with { Last = Math.Min(range.Last, account.Last) })
        : 0;

    // An old epoch with nothing pending needs no ranges any more.
    private void CloseSettled()
    {
        while (_epochs.Count > 1)
        {
            var (epoch, account) = _epochs.First();
            if (account.Pending(Lane.Raw) + account.Pending(Lane.Kpi) > 0)
            {
                return;
            }

            _epochs.Remove(epoch);
            foreach (var totals in _totals)
            {
                totals.Closed += account.Count;
            }
        }
    }

    private sealed class Account(long first)
    {
        public long Last { get; set; }

        public long Count => Last - first + 1;

        public AckRanges[] Settled { get; } = [.. Enumerable.Range(0, Lanes).Select(_ => new AckRanges(first))];

        // Counted from the holes, and not as the difference of two totals: that is what makes the balance a test.
        public long Pending(Lane lane)
        {
            var settled = Settled[(int)lane];
            return settled.Holes.Sum(hole => hole.Last - hole.First + 1) + Math.Max(0, Last - settled.Highest);
        }
    }

    private sealed class Totals
    {
        public long Stored { get; set; }

        public long ByPuback { get; set; }

        public long Closed { get; set; }

        public long[] Dropped { get; } = new long[Reasons];
    }
}
