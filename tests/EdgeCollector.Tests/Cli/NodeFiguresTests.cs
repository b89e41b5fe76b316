using EdgeCollector.Cli;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Telemetry;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Cli;

public sealed class NodeFiguresTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task An_id_counts_once_though_it_is_on_two_lanes_and_the_lag_is_the_age_of_the_oldest()
    {
        var ledger = new Ledger();
        long delivered = 0;
        await using var journal = new MemoryJournal(1000, new MemoryJournalOptions(), _time, ledger: ledger);
        var figures = new NodeFigures(journal, ledger, new StatusBoard(_time), "n", ".", () => delivered, _time);
        Assert.Equal((0, 0.0), (figures.Edge().Buffered, figures.Edge().LagMs));

        Append(journal, 1);
        _time.Advance(TimeSpan.FromSeconds(3));
        Append(journal, 2);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((2, 5000.0), (figures.Edge().Buffered, figures.Edge().LagMs));

        delivered = 1;
        Assert.Equal((1, 2000.0), (figures.Edge().Buffered, figures.Edge().LagMs));
        delivered = 2;
        Assert.Equal((0, 0.0), (figures.Edge().Buffered, figures.Edge().LagMs));

        ledger.Dropped(new SequenceRange(1, 2), DropReason.Space);
        Assert.Equal(2, figures.Edge().Dropped);
        var health = figures.Health();
        Assert.Equal((2, 0, 0, 2, 2), (health.In, health.Stored, health.Pending, health.Dropped, health.DroppedSpace));
    }

    private void Append(MemoryJournal journal, long id)
    {
        var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        var batch = new RecordBatch();
        batch.Clear(id);
        batch.Add(new Input { Kind = InputKind.Tick, SourceTime = now, ReceiveTime = now });
        journal.Append(batch, CommitUrgency.AtOnce);
    }
}
