using EdgeCollector.Telemetry;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Telemetry;

public sealed class StatusBoardTests
{
    [Fact]
    public void A_standing_fault_is_said_once_and_keeps_its_beginning()
    {
        var time = new FakeTimeProvider();
        var board = new StatusBoard(time);
        var begun = time.GetUtcNow();

        Assert.True(board.Set("influx", StatusState.Failed, "no database"));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(board.Set("influx", StatusState.Failed, "no database"));
        Assert.True(board.Set("influx", StatusState.Failed, "no log-in"));

        Assert.Equal(begun, board.Get("influx")!.Since);
        Assert.True(board.Set("influx", StatusState.Ok));
        Assert.Equal(begun + TimeSpan.FromMinutes(5), board.Get("influx")!.Since);
    }

    [Fact]
    public void The_worst_of_all_things_is_the_nodes()
    {
        var board = new StatusBoard(new FakeTimeProvider());
        Assert.Equal(StatusState.Ok, board.Worst);
        board.Set("opcua filler1", StatusState.Failed, "x");
        board.Set("mqtt", StatusState.Wait, "y");

        Assert.Equal(StatusState.Failed, board.Worst);
        Assert.Equal(["mqtt", "opcua filler1"], board.Rows.Select(r => r.Thing));
    }
}
