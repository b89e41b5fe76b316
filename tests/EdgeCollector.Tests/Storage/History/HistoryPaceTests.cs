using EdgeCollector.Core.Oee;
using EdgeCollector.Storage.History;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Storage.History;

public sealed class HistoryPaceTests
{
    private static readonly Fact Count = new CountFact("filler1", 0, 10, 9, 1, null);
    private static readonly Fact Gap = new GapFact("filler1", 0, 0, 1, "connection");
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void What_people_wait_for_is_written_at_once()
    {
        var pace = new HistoryPace(_time, TimeSpan.FromSeconds(30));
        Assert.True(IsDue(pace, HistoryFacts.Stop("n.1.1", 0, null, happened: StopEvent.Start)));
        Assert.True(IsDue(pace, Count, HistoryFacts.Record(0)));
        Assert.True(IsDue(pace, Gap));
    }

    [Fact]
    public void What_is_seen_live_waits_half_a_minute_and_a_full_transaction_does_not()
    {
        var pace = new HistoryPace(_time, TimeSpan.FromSeconds(30));
        Assert.False(IsDue(pace, Count));
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(IsDue(pace, Count));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(IsDue(pace, Count));
        Assert.True(pace.IsDue([new(1, Count)], isFull: true));
    }

    [Fact]
    public void A_machine_that_stops_all_the_time_costs_three_transactions_a_minute()
    {
        var pace = new HistoryPace(_time, TimeSpan.FromSeconds(30));
        var written = 0;
        for (var second = 0; second < 3600; second++)
        {
            written += IsDue(pace, Gap) ? 1 : 0;
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(written, 120, 190);
    }

    private static bool IsDue(HistoryPace pace, params Fact[] facts) => pace.IsDue([.. facts.Select(fact => new Stored<Fact>(1, fact))], isFull: false);
}
