using System.Text;
using EdgeCollector.Core.Oee;
using EdgeCollector.Mqtt;
using Xunit;

namespace EdgeCollector.Tests.Mqtt;

public sealed class UnsTopicsTests
{
    private readonly UnsTopics _topics = new("m");

    [Fact]
    public void A_PackML_state_has_five_views_and_a_GPIO_machine_two()
    {
        Assert.Equal(
            ["m/_state_v1/category", "m/_state_v1/name", "m/_packml_v1/state", "m/_packml_v1/state_code", "m/_packml_v1/mode"],
            _topics.Views(new StateFact("f", 5, Category.Running, "Execute", 6, "Production", true)).Select(v => v.Topic));
        var run = _topics.Views(new StateFact("f", 5, Category.Running, "run", null, "", false)).ToList();
        Assert.Equal(2, run.Count);
        Assert.Equal("""{"timestamp_ms":5,"value":"Running"}""", Encoding.UTF8.GetString(run[0].Payload));
    }

    [Fact]
    public void A_ratio_that_does_not_exist_clears_its_topic()
    {
        var views = _topics.Views(new OeeRecord("f", 5) { Window = WindowKind.Shift, Start = 0 }).ToList();

        Assert.Equal(4, views.Count);
        Assert.All(views, v => Assert.True(v.Retain && v.Payload.Length == 0));
    }

    [Fact]
    public void A_late_revision_of_an_older_window_is_not_retained_and_shows_no_old_ratio()
    {
        var newer = new OeeRecord("f", 9000) { Window = WindowKind.Shift, Start = 8000 };
        var older = new OeeRecord("f", 9500) { Window = WindowKind.Shift, Start = 1000, End = 8000, Rev = 1, Status = RecordStatus.Final };

        Assert.True(Assert.Single(_topics.Records(newer, 1)).Retain);
        Assert.NotEmpty(_topics.Views(newer));
        var late = _topics.Records(older, 2).ToList();
        Assert.Equal(["m/_oee_v1/record/shift", "m/_shift_v1/summary"], late.Select(m => m.Topic));
        Assert.All(late, m => Assert.False(m.Retain));
        Assert.Empty(_topics.Views(older));
    }

    [Fact]
    public void The_active_stop_is_cleared_by_its_own_end_only()
    {
        Assert.Equal("m/_downtime_v1/active", _topics.Records(Stop("a", StopEvent.Start, 1000, null), 1).Last().Topic);
        Assert.Single(_topics.Records(Stop("old", StopEvent.End, 100, 200), 2));
        var end = _topics.Records(Stop("a", StopEvent.End, 1000, 2000), 3).ToList();
        Assert.Equal("{}", Encoding.UTF8.GetString(end[1].Payload));
        Assert.False(end[0].Retain);
    }

    private static StopFact Stop(string id, StopEvent what, long start, long? end) => new(
        "f", 5000, id, what, start, end, "", "", Category.Stop, false, "", null, "x", "", RecordStatus.Provisional, 0, RecordFlags.None);
}
