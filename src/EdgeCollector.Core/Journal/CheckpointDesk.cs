using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>How often a core lays down its state.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Longest time between two, where something happens.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Inputs after which one is due sooner: about a second of folding on a small computer.</summary>
    public long Inputs { get; init; } = 200_000;

    /// <summary>What checkpoints may write to the card, B/s on average (300 MB a day): a large one is taken less often.</summary>
    public double BytesPerSecond { get; init; } = 300e6 / 86_400;
}

/// <summary>
/// Where the core's thread lays its state for whoever stores it. One at a time: while the last one is being stored no other is taken, and
/// the core never waits.
/// </summary>
public sealed class CheckpointDesk(CheckpointOptions options, TimeProvider time) : IDisposable
{
    private readonly RecordWriter _state = new();
    private readonly SemaphoreSlim _laid = new(0);
    private long _takenAt = time.GetTimestamp();
    private double _pause;
    private int _taken;

    /// <summary>The last input in <see cref="State"/>.</summary>
    public ArchivePoint At { get; private set; }

    /// <summary>Whole from <see cref="WaitAsync"/> until <see cref="Done"/>.</summary>
    public ReadOnlyMemory<byte> State => _state.WrittenMemory;

    /// <summary>Whether one lies there that is not done.</summary>
    public bool IsTaken => Volatile.Read(ref _taken) != 0;

    /// <summary>Completes when there is one to be stored.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _laid.WaitAsync(cancellationToken);

    /// <summary>It is stored, or cannot be.</summary>
    /// <param name="bytes">That it cost.</param>
    public void Done(long bytes)
    {
        Volatile.Write(ref _pause, bytes / options.BytesPerSecond);
        Volatile.Write(ref _taken, 0);
    }

    /// <summary>Whether one is to be taken; the core's thread.</summary>
    /// <param name="inputs">Folded since the last one.</param>
    internal bool IsDue(long inputs)
    {
        if (IsTaken || inputs == 0)
        {
            return false;
        }

        var passed = time.GetElapsedTime(_takenAt);
        return passed.TotalSeconds >= Volatile.Read(ref _pause) && (passed >= options.Every || inputs >= options.Inputs);
    }

    /// <summary>The core's thread.</summary>
    internal void Lay(ArchivePoint at, EngineMarks marks, TieBreaker ties, IEngine engine)
    {
        _state.Reset();
        Checkpoint.Write(_state, at, marks, ties, engine);
        (At, _takenAt) = (at, time.GetTimestamp());
        Volatile.Write(ref _taken, 1);
        _laid.Release();
    }

    public void Dispose() => _laid.Dispose();
}
