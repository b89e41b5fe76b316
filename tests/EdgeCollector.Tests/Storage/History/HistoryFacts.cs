using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Storage.History;
using EdgeCollector.Tests.Dashboard;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeCollector.Tests.Storage.History;

/// <summary>A journal with facts in it, and a history file beside it.</summary>
internal sealed class HistoryFacts : IAsyncDisposable
{
    public const long Hour = 3_600_000;
    private static readonly TimeSpan MayWait = TimeSpan.FromSeconds(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("history").FullName;
    private readonly RecordBatch _batch = new();

    public HistoryFacts(long epoch = 7) => Journal = new MemoryJournal(epoch, new MemoryJournalOptions(), TimeProvider.System);

    public MemoryJournal Journal { get; private set; }

    public string Path => System.IO.Path.Combine(_folder, "history.db");

    public HistoryRetention Retention { get; init; } = new(TimeSpan.FromDays(400), 1L << 31);

    public static OeeRecord Record(long start, int rev = 0, long good = 10252) => SamplePictures.Shift with
    {
        Start = start,
        Time = start + 8 * Hour,
        End = start + 8 * Hour,
        Status = RecordStatus.Final,
        Rev = rev,
        Good = good,
        Order = "PO-1 \"'; drop table record; --",
        Product = "SKU-4711",
        Flags = RecordFlags.Partial | RecordFlags.Degraded,
    };

    public static StopFact Stop(string id, long start, long? end, string reason = "", StopEvent happened = StopEvent.End, int rev = 0) =>
        new("filler1", end ?? start, id, happened, start, end, reason, "technical", Category.Down, false, "plc", 1203, "Aborted", "",
            RecordStatus.Final, rev,
            RecordFlags.None);

    public static StateFact State(long time, string name) => new("filler1", time, Category.Running, name, 6, "Production", true);

    /// <summary>Each fact follows from an input of its own.</summary>
    public async Task AppendAsync(params Fact[] facts)
    {
        foreach (var fact in facts)
        {
            _batch.Clear(Journal.Appended + 1);
            _batch.Add(new Input { Kind = InputKind.Tick, SourceTime = fact.Time * 1_000_000 });
            _batch.Add(fact);
            Journal.Append(_batch, CommitUrgency.AtOnce);
        }

        await Journal.WaitForCommitAsync(Journal.Appended, TestContext.Current.CancellationToken);
    }

    /// <summary>A new life of the node: a new epoch with an empty journal.</summary>
    public async Task RestartJournalAsync()
    {
        var epoch = Journal.Epoch + 1;
        await Journal.DisposeAsync();
        Journal = new MemoryJournal(epoch, new MemoryJournalOptions(), TimeProvider.System);
    }

    public HistoryDatabase Open() => HistoryDatabase.Open(Path, new DateTimeOffset(2026, 11, 23, 12, 30, 0, TimeSpan.Zero));

    /// <summary>Runs the projection until all that is committed is stored, or what is left may wait, then stops it, which stores the rest.</summary>
    public async Task<HistoryProjection> ProjectAsync(HistoryDatabase database)
    {
        var projection = new HistoryProjection(Journal, database, Retention, TimeProvider.System, NullLogger<HistoryProjection>.Instance);
        using var stop = new CancellationTokenSource();
        var running = projection.RunAsync(stop.Token);
        var start = TimeProvider.System.GetTimestamp();
        while (projection.Applied < Journal.Committed && !running.IsCompleted && TimeProvider.System.GetElapsedTime(start) < MayWait)
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        await running;
        return projection;
    }

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
