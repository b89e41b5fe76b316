using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Core.Journal;

/// <summary>How soon a batch must be safe (README decision 5).</summary>
public enum CommitUrgency : byte
{
    /// <summary>With the next commit: 1 s or 64 KiB, whichever is first.</summary>
    Normal = 0,

    /// <summary>At once while the token bucket (mean one a second) has a token: state changes, stops.</summary>
    StateChange = 1,

    /// <summary>At once: operator entries, gaps, the start of an epoch.</summary>
    AtOnce = 2,
}

/// <summary>
/// The one log of everything the engine saw and what followed from it, in order. One writer (CoreLoop), many readers, each with a
/// cursor of its own. MemoryJournal and the disk journal pass the same suite.
/// </summary>
public interface IJournal : ICommitted, IAsyncDisposable
{
    /// <summary>max(last + 1, Unix seconds) at each start: ids (node, epoch, sequence) are never reused.</summary>
    long Epoch { get; }

    /// <summary>The last id before this epoch's first: ids go on over epochs, as far as they were committed. 0 in an empty
    /// journal.</summary>
    long Start { get; }

    /// <summary>The epoch that ended at <see cref="Start"/>; 0: none that is kept.</summary>
    long PreviousEpoch { get; }

    /// <summary>Highest sequence appended; readers of raw values may go this far, readers of facts as far as
    /// <see cref="ICommitted.Committed"/>.</summary>
    long Appended { get; }

    /// <summary>Lowest sequence still kept, of this epoch or an earlier one.</summary>
    long First { get; }

    /// <summary>Ids that left before they were released, for want of space.</summary>
    long Dropped { get; }

    /// <summary>Ids that no disk took.</summary>
    long Lost { get; }

    /// <summary>Why commits fail at the moment; null: they do not.</summary>
    Exception? Fault { get; }

    /// <summary>Takes a copy of the batch's bytes. CoreLoop only. Never blocks on a disk beyond the published gating rule: a slow disk
    /// gates once <see cref="CommitOptions.MaxPending"/> bytes wait, a failed one never.</summary>
    void Append(RecordBatch batch, CommitUrgency urgency);

    /// <summary>The encoded batch that holds <paramref name="sequence"/>, or the first one after it (a dropped or freed stretch is
    /// skipped; <paramref name="first"/> is the first sequence, not below the one asked for, that it holds); false at the tail. The bytes
    /// stay valid and unchanged for as long as the caller holds them.</summary>
    bool TryRead(long sequence, out long first, out ReadOnlyMemory<byte> batch);

    /// <summary>Completes when <see cref="Appended"/> (or <see cref="ICommitted.Committed"/> where <paramref name="committed"/>) has
    /// reached <paramref name="sequence"/>.</summary>
    ValueTask WaitForAsync(long sequence, bool committed, CancellationToken cancellationToken);

    /// <summary>Commits at once what is appended now; completes when it is committed.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>A reader that begins at <paramref name="sequence"/>, sees the records of <paramref name="kinds"/> and has its tail at the
    /// latest behind <paramref name="end"/>.</summary>
    JournalReader OpenReader(long sequence, ReadScope scope, RecordKinds kinds = RecordKinds.All, long end = long.MaxValue);

    /// <summary>Everything up to <paramref name="sequence"/> is stored downstream (or its keeping time is over): may be freed.</summary>
    void Release(long sequence);
}

/// <summary>How far a reader may look.</summary>
public enum ReadScope : byte
{
    /// <summary>As far as appended: raw values and views.</summary>
    Appended = 0,

    /// <summary>As far as committed: facts that leave.</summary>
    Committed = 1,
}
