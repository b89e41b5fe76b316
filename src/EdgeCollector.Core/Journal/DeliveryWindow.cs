namespace EdgeCollector.Core.Journal;

/// <summary>A line-protocol batch on its way: the ids it speaks for, and its bytes.</summary>
public sealed record Delivery(long Epoch, Lane Lane, long First, long Last, ReadOnlyMemory<byte> Payload)
{
    /// <summary>From the backlog of an outage, behind which live values must not wait.</summary>
    public bool Backfill { get; init; }

    public SequenceRange Range => new(First, Last);
}

/// <summary>Bounds of what is under way (reliability.md 2).</summary>
public sealed record DeliveryOptions
{
    public int MaxBatches { get; init; } = 64;

    public int MaxBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Part of both bounds that the backlog of an outage may take: what is under way is what a live value waits behind.</summary>
    public double BackfillShare { get; init; } = 0.25;

    /// <summary>A bridge is configured for this node: until <see cref="ReplayWindow"/> has passed without an acknowledgement, only its
    /// word counts.</summary>
    public bool ExpectBridge { get; init; } = true;

    /// <summary>Without a bridge, a PUBACKed batch counts as stored after so long.</summary>
    public TimeSpan ReplayWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A batch is a hole once so many that were sent after it are stored: several bridges answer out of step, and that is no
    /// loss.</summary>
    public int Reorder { get; init; } = 8;

    /// <summary>Nothing acknowledged for so long, one batch asks whether anybody is there, then after twice as long each time.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest pause between two such questions: what they add to a broker's queue while a database is away is little.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>
/// Which batches of a node are under way unstored, over both lanes: bounded, so an outage waits in the journal and not in the broker's
/// memory. Sent again are only holes below the highest acknowledged batch, and everything under way after a reconnect; never all of it by
/// a timer, since a slow database is no loss. Acknowledgements count for batches that were published, and for nothing else. Ids go on over
/// epochs, so each lane has one cursor. Safe for many threads.
/// </summary>
/// <remarks>
/// A broker also acknowledges what it drops: while no bridge has subscribed (its own session came back before the bridge's, which it
/// forgot), or where a queue is full. Then no later batch is stored that would show the hole. So in silence one batch is sent again as
/// a question: if it is the first to be stored, what was sent before it is lost; if others are, the database was only slow.
/// </remarks>
/// <param name="start">First id to be delivered: everything below is stored.</param>
public sealed class DeliveryWindow(DeliveryOptions options, TimeProvider time, Ledger? ledger = null, long start = 1) : IStoreAck
{
    private readonly Lock _lock = new();
    private readonly List<UnderWay> _underWay = [];
    private readonly DeliveryLane[] _lanes = [new(start), new(start)];
    private readonly HashSet<long> _epochs = [];
    private readonly Silence _silence = new(options.Silence, options.LongestSilence, time);
    private long _order;
    private long _lastAck = time.GetTimestamp();
    private bool _acknowledged;

    /// <summary>Batches under way.</summary>
    public int Batches => Locked(() => _underWay.Count);

    /// <summary>Bytes under way.</summary>
    public long Bytes => Locked(() => _underWay.Sum(u => (long)u.Delivery.Payload.Length));

    /// <summary>Ranges that named an unknown epoch or ids that were not published.</summary>
    public long Ignored { get; private set; }

    /// <summary>Batches sent again.</summary>
    public long Resent { get; private set; }

    /// <summary>Whether a bridge answers, or is expected to: then a PUBACK moves nothing.</summary>
    public bool HasBridge => (options.ExpectBridge || _acknowledged) && time.GetElapsedTime(_lastAck) < options.ReplayWindow;

    /// <summary>Whether a batch may be published now. One alone may always, however long.</summary>
    public bool HasRoom(Delivery delivery) => Locked(() =>
        Fits(_underWay, delivery, 1) && (!delivery.Backfill || Fits(_underWay.Where(u => u.Delivery.Backfill), delivery, options.BackfillShare)));

    /// <summary>A new batch has been handed to the connection. Batches of a lane follow each other; where ids between two of them have
    /// nothing for the lane, say so by <see cref="Skip"/>.</summary>
    public void Published(Delivery delivery)
    {
        lock (_lock)
        {
            _epochs.Add(delivery.Epoch);
            if (_underWay.Count == 0)
            {
                _silence.Broken();
            }

            _underWay.Add(new UnderWay(delivery) { Order = ++_order });
        }
    }

    /// <summary>These ids have nothing to send on this lane: they count as stored.</summary>
    public void Skip(Lane lane, SequenceRange range)
    {
        lock (_lock)
        {
            _lanes[(int)lane].AddStored(range);
            ledger?.Stored(lane, range);
        }
    }

    /// <summary>The broker has taken the batch over. Moves the window only where no bridge answers.</summary>
    public void PubAcked(Delivery delivery)
    {
        lock (_lock)
        {
            if (_underWay.Find(u => ReferenceEquals(u.Delivery, delivery)) is { } underWay)
            {
                underWay.PubAcked = true;
            }

            MoveByPuback();
        }
    }

    /// <inheritdoc/>
    public void Stored(long epoch, Lane lane, ReadOnlySpan<SequenceRange> ranges, ReadOnlySpan<long> quarantined)
    {
        lock (_lock)
        {
            // Quarantined first: an id that also lies in a range was not stored.
            foreach (var id in quarantined)
            {
                Accept(epoch, lane, new SequenceRange(id, id), quarantined: true);
            }

            foreach (var range in ranges)
            {
                Accept(epoch, lane, range, quarantined: false);
            }

            RemoveStored();
        }
    }

    /// <summary>The connection is new: everything under way is to be sent again.</summary>
    public void Reconnected()
    {
        lock (_lock)
        {
            foreach (var underWay in _underWay)
            {
                underWay.Due = true;
                underWay.PubAcked = false;
                underWay.Asks = false;
            }

            _silence.Broken();
        }
    }

    /// <summary>The next batch to be sent again, oldest first; it counts as sent.</summary>
    public bool TryNextResend(out Delivery? delivery)
    {
        lock (_lock)
        {
            var due = _underWay.Find(u => u.Due);
            delivery = due?.Delivery;
            if (due is null)
            {
                return false;
            }

            due.Due = false;
            due.Overtaken = 0;
            due.Order = ++_order;
            Resent++;
            return true;
        }
    }

    /// <summary>Lets time pass: PUBACKed batches whose replay window is over count as stored, and silence is asked into. Call now and then, and
    /// before reading <see cref="StoredUpTo"/>.</summary>
    public void Expire()
    {
        lock (_lock)
        {
            MoveByPuback();
            Ask();
            for (var lane = Lane.Raw; lane <= Lane.Kpi; lane++)
            {
                var state = _lanes[(int)lane];
                while (state.TryExpire(time, options.ReplayWindow, out var range))
                {
                    state.AddStored(range);
                    ledger?.Stored(lane, range, byPuback: true);
                }
            }
        }
    }

    /// <summary>The lane's cursor: up to here everything is stored and may be freed.</summary>
    public long StoredUpTo(Lane lane) => Locked(() => _lanes[(int)lane].Stored.LowestMissing - 1);

    /// <summary>Like <see cref="StoredUpTo"/>, but where no bridge is to be waited for, the broker's PUBACK is enough.</summary>
    public long AcceptedUpTo(Lane lane) => Locked(() => _lanes[(int)lane].Accepted.LowestMissing - 1);

    private bool Fits(IEnumerable<UnderWay> underWay, Delivery delivery, double share)
    {
        var (batches, bytes) = (0, 0L);
        foreach (var one in underWay)
        {
            batches++;
            bytes += one.Delivery.Payload.Length;
        }

        return batches == 0 || (batches < options.MaxBatches * share && bytes + delivery.Payload.Length <= options.MaxBytes * share);
    }

    private void Accept(long epoch, Lane lane, SequenceRange range, bool quarantined)
    {
        var state = _lanes[(int)lane];
        if (range.First > range.Last || !_epochs.Contains(epoch))
        {
            Ignored++;
            return;
        }

        // Only what a published batch speaks for; a range may span several batches, or be part of one that the bridge had to split.
        var known = state.Stored.Covers(range);
        foreach (var published in _underWay
            .Where(u => u.Delivery.Epoch == epoch && u.Delivery.Lane == lane).Select(u => u.Delivery.Range)
            .Concat(state.PubAcked(epoch)))
        {
            var part = new SequenceRange(Math.Max(published.First, range.First), Math.Min(published.Last, range.Last));
            if (part.First > part.Last)
            {
                continue;
            }

            known = true;
            state.AddStored(part);
            if (quarantined)
            {
                ledger?.Dropped(lane, part, DropReason.Quarantine);
            }
            else
            {
                ledger?.Stored(lane, part);
            }
        }

        if (known)
        {
            _acknowledged = true;
            _lastAck = time.GetTimestamp();
            _silence.Broken();
        }
        else
        {
            Ignored++;
        }
    }

    private void RemoveStored()
    {
        var stored = _underWay.FindAll(u => _lanes[(int)u.Delivery.Lane].Stored.Covers(u.Delivery.Range));

        // Answered by nothing but a question: nobody has what was sent before it.
        var overtaken = stored.TrueForAll(u => u.Asks) ? options.Reorder : 1;
        foreach (var done in stored)
        {
            _underWay.Remove(done);
            foreach (var earlier in _underWay)
            {
                // Its predecessors on the wire that are still not stored were overtaken once more.
                if (earlier.Order < done.Order && !stored.Contains(earlier)
                    && (earlier.Overtaken += overtaken) >= options.Reorder)
                {
                    earlier.Due = true;
                }
            }
        }

        if (stored.Count != 0)
        {
            _underWay.ForEach(u => u.Asks = false);
        }
    }

    /// <summary>One batch that the broker says it has is sent again where nobody answers: the newest, since a database that is only slow
    /// stores others first.</summary>
    private void Ask()
    {
        if (HasBridge && _underWay.TrueForAll(u => u.PubAcked) && _underWay.MaxBy(u => u.Order) is { } newest && _silence.IsLong())
        {
            newest.Due = true;
            newest.Asks = true;
        }
    }

    private void MoveByPuback()
    {
        if (HasBridge)
        {
            return;
        }

        foreach (var underWay in _underWay.FindAll(u => u.PubAcked))
        {
            _underWay.Remove(underWay);
            _lanes[(int)underWay.Delivery.Lane].AddPubAcked(underWay.Delivery.Epoch, underWay.Delivery.Range, time);
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }

    private sealed class UnderWay(Delivery delivery)
    {
        public Delivery Delivery => delivery;

        // Rises with each sending: the order on the wire.
        public long Order { get; set; }

        public int Overtaken { get; set; }

        public bool Due { get; set; }

        public bool PubAcked { get; set; }

        public bool Asks { get; set; }
    }
}
