using EdgeCollector.Core.Journal;

namespace EdgeCollector.Outputs;

/// <summary>
/// From the journal's facts to the lamps: twice a second it reads what is new, asks the <see cref="LampBoard"/> and writes the lines. It
/// reads ahead of the commit, as views do: a lamp takes nothing out of the house that a crash would have to take back.
/// </summary>
/// <param name="clock">Event time.</param>
/// <param name="time">Real time: pace, and how long the journal has stood still.</param>
internal sealed class LampDriver(
    IReadOnlyList<(Lamp Lamp, LampPin Pin)> lamps, IJournal journal, TimeProvider clock, TimeProvider time)
{
    /// <summary>A decision is on its line this much later at most, of the 2 s that are promised.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>The core ticks every second; a journal that stands still for this long means that nothing is known any more.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(5);

    private readonly LampBoard _board = new();
    private readonly JournalReader _reader = journal.OpenReader(journal.Start + 1, ReadScope.Appended, RecordKinds.Facts);
    private long _seen;
    private long _movedAt = time.GetTimestamp();
    private long _applied;

    /// <summary>Every fact up to this id has been looked at.</summary>
    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>Runs until cancelled; however it ends, the lamps are left safe.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        try
        {
            do
            {
                Step();
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            foreach (var (_, pin) in lamps)
            {
                pin.Leave();
            }
        }
    }

    /// <summary>What is new is read, and every lamp is as it should be.</summary>
    public void Step()
    {
        while (_reader.TryRead(out var entry))
        {
            _board.Apply(entry.Fact!);
        }

        Interlocked.Exchange(ref _applied, _reader.Next - 1);
        if (journal.Appended != _seen)
        {
            (_seen, _movedAt) = (journal.Appended, time.GetTimestamp());
        }

        var stale = time.GetElapsedTime(_movedAt) >= StaleAfter;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (lamp, pin) in lamps)
        {
            pin.Show(stale ? null : _board.IsLit(lamp, now));
        }
    }
}
