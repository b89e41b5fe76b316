using EdgeCollector.Core.Journal;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class CommitScheduleTests
{
    private readonly FakeTimeProvider _time = new();

    // Each step: seconds to advance, bytes and urgency appended (-1: none), and the delay expected after it in ms (-1: nothing pending).
    public static TheoryData<string, (double Advance, int Bytes, CommitUrgency Urgency, double Delay)[]> Table => new()
    {
        { "nothing pending", [(5, -1, CommitUrgency.Normal, -1)] },
        {
            "1 s after the oldest",
            [(0, 10, CommitUrgency.Normal, 1000), (0.4, 10, CommitUrgency.Normal, 600), (0.6, -1, CommitUrgency.Normal, 0)]
        },
        { "64 KiB", [(0, 65_535, CommitUrgency.Normal, 1000), (0, 1, CommitUrgency.Normal, 0)] },
        { "at once", [(0, 10, CommitUrgency.Normal, 1000), (0, 10, CommitUrgency.AtOnce, 0)] },
        { "a state change with a token", [(0, 10, CommitUrgency.StateChange, 0)] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void The_first_of_interval_bytes_and_urgency_decides(
        string name, (double Advance, int Bytes, CommitUrgency Urgency, double Delay)[] steps)
    {
        var schedule = new CommitSchedule(new CommitOptions(), _time);
        foreach (var (advance, bytes, urgency, delay) in steps)
        {
            _time.Advance(TimeSpan.FromSeconds(advance));
            if (bytes >= 0)
            {
                schedule.Appended(bytes, urgency);
            }

            Assert.True((schedule.Delay?.TotalMilliseconds ?? -1) == delay, $"{name}: {schedule.Delay}");
        }

        schedule.Taken();
        Assert.Null(schedule.Delay);
    }

    [Fact]
    public void State_changes_commit_at_once_once_a_second_in_the_mean_after_a_burst_of_5()
    {
        var schedule = new CommitSchedule(new CommitOptions(), _time);
        var atOnce = 0;
        for (var i = 0; i < 600; i++)
        {
            schedule.Appended(10, CommitUrgency.StateChange);
            atOnce += schedule.Delay == TimeSpan.Zero ? 1 : 0;
            schedule.Taken();
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(atOnce, 64, 65);
    }

    [Fact]
    public void A_commit_that_is_due_anyway_costs_no_token()
    {
        var schedule = new CommitSchedule(new CommitOptions { StateChangeBurst = 1, StateChangesPerSecond = 0 }, _time);
        schedule.Appended(10, CommitUrgency.AtOnce);
        schedule.Appended(10, CommitUrgency.StateChange);
        schedule.Taken();
        schedule.Appended(10, CommitUrgency.StateChange);
        Assert.Equal(TimeSpan.Zero, schedule.Delay);
        schedule.Taken();
        schedule.Appended(10, CommitUrgency.StateChange);
        Assert.Equal(TimeSpan.FromSeconds(1), schedule.Delay);
    }
}
