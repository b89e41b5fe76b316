using System.Text.Json;
using EdgeCollector.Contracts;
using EdgeCollector.Core.Oee;
using EdgeCollector.Mqtt;
using EdgeCollector.Telemetry;
using Xunit;

namespace EdgeCollector.Tests.Mqtt;

public sealed class UnsPublisherTests : IAsyncDisposable
{
    private const string Machine = "umh/v1/acme/eindhoven/packaging/line1/filler1";
    private static readonly TopicScheme Topics = new("umh/v1", "acme", "eindhoven", "edge-line1");
    private readonly JournalFixture _core = new();

    public ValueTask DisposeAsync() => _core.DisposeAsync();

    [Fact]
    public async Task Views_are_retained_and_sent_again_to_a_broker_that_lost_them()
    {
        await using var broker = await TestBroker.StartNewAsync();
        await using var running = Start(broker, out _);
        _core.Facts(new CountFact("filler1", 5, 7, 6, 1, null));
        await Patience.UntilAsync(() => broker.On($"{Machine}/_count_v1/good").Any(), "count");
        Assert.Equal("""{"timestamp_ms":5,"value":6}""", await broker.RetainedAsync($"{Machine}/_count_v1/good"));
        Assert.Null(await broker.RetainedAsync($"{Machine}/_count_v1/rework"));

        await broker.StopAsync();
        await broker.StartAsync();

        await Patience.UntilAsync(() => broker.On($"{Machine}/_count_v1/good").Count() == 2, "count again");
    }

    [Fact]
    public async Task Records_wait_for_the_broker_in_order_and_the_cursor_with_them()
    {
        await using var broker = new TestBroker();
        await using var running = Start(broker, out var uns);
        _core.Facts(Stop("a", 1), Stop("b", 2));
        _core.Facts(Stop("c", 3));
        await _core.Journal.WaitForCommitAsync(2, CancellationToken.None);
        Assert.Equal(0, uns.Accepted);

        await broker.StartAsync();

        await Patience.UntilAsync(() => uns.Accepted == 2, "accepted");
        Assert.Equal(
            ["a", "b", "c"],
            broker.On($"{Machine}/_downtime_v1/event").Select(t => JsonDocument.Parse(t).RootElement.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task What_the_broker_refuses_holds_up_neither_records_nor_views()
    {
        await using var broker = new TestBroker
        {
            Denied = topic => topic is $"{Machine}/_downtime_v1/event" or $"{Machine}/_count_v1/total" or $"{Machine}/_meta_v1/asset",
        };
        await broker.StartAsync();
        await using var running = Start(broker, out var uns);
        _core.Facts(Stop("a", 1), new CountFact("filler1", 5, 7, 6, 1, null));

        await Patience.UntilAsync(() => uns.Accepted == 1, "passed over");
        await Patience.UntilAsync(() => broker.On($"{Machine}/_count_v1/good").Any(), "count");
        Assert.Empty(broker.On($"{Machine}/_downtime_v1/event"));
    }

    [Fact]
    public async Task Raw_tags_are_shown_at_most_once_a_second_and_newest()
    {
        await using var broker = await TestBroker.StartNewAsync();
        await using var running = Start(broker, out _);
        _core.Samples(1000);

        await Patience.UntilAsync(
            () => broker.On($"{Machine}/_raw/temp").Any(t => t.EndsWith("\"value\":500}", StringComparison.Ordinal)), "newest value");
        Assert.InRange(broker.On($"{Machine}/_raw/temp").Count(), 1, 3);
    }

    [Fact]
    public async Task A_machine_that_leaves_the_configuration_is_cleared()
    {
        await using var broker = await TestBroker.StartNewAsync();
        await using var running = Start(broker, out _);
        _core.Facts(new StateFact("filler1", 5, Category.Running, "run", null, "", false));
        await Patience.UntilAsync(() => broker.On($"{Machine}/_state_v1/name").Any(), "state");
        _core.Configure(_core.Configuration with { Revision = "c2", Machines = [], Signals = [] });

        await Patience.UntilAsync(() => broker.On($"{Machine}/_meta_v1/asset").Contains(""), "cleared");
        Assert.Null(await broker.RetainedAsync($"{Machine}/_state_v1/name"));
        Assert.Null(await broker.RetainedAsync($"{Machine}/_meta_v1/asset"));
    }

    [Fact]
    public async Task Health_is_retained_and_names_what_is_wrong()
    {
        await using var broker = await TestBroker.StartNewAsync();
        await using var running = Start(broker, out var uns);
        uns.UseHealth(() => new HealthV1
        {
            Id = "edge-line1", Node = "edge-line1", Seq = 1, TimestampMs = 1, State = "failed", Message = "influx: no database",
            Buffered = 1, In = 4, Stored = 2, ByPuback = 1, Pending = 1, Dropped = 1, DroppedSpace = 1, DroppedDisk = 0, DroppedQuarantine = 0,
            DroppedDamaged = 0, LagMs = 0, Cpu = 0, RssMb = 0, TempC = null, DiskFree = null, UptimeS = 1,
        });

        await Patience.UntilAsync(() => broker.On(Topics.Health).Any(), "health");
        Assert.Contains("\"temp_c\":null", await broker.RetainedAsync(Topics.Health));
    }

    private Running Start(TestBroker broker, out UnsPublisher uns)
    {
        var connection = broker.Connection("edge-line1");
        var asset = new AssetV1
        {
            Id = "x", Machine = "filler1", Seq = 0, TimestampMs = 1, Node = "edge-line1", Line = "line1", LabelDe = "Füller",
        };
        uns = new UnsPublisher(
            new("packaging", _core.Configuration, 1, 1)
            {
                Assets = [(new("acme", "eindhoven", "packaging", "line1", "filler1"), asset)],
                HealthEvery = TimeSpan.FromMilliseconds(20), Retry = TimeSpan.FromMilliseconds(10),
            },
            Topics, connection, _core.Journal, new CollectorMetrics(), TimeProvider.System);
        uns.Attach();
        return Running.Start(connection.RunAsync, uns.RunAsync);
    }

    private static StopFact Stop(string id, long start) => new(
        "filler1", start, id, StopEvent.End, start, start + 1, "", "", Category.Stop, false, "", null, "x", "", RecordStatus.Final, 0,
        RecordFlags.None);
}
