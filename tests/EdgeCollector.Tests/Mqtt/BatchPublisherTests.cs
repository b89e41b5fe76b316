using EdgeCollector.Bridge;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Lines;
using EdgeCollector.Core.Oee;
using EdgeCollector.Mqtt;
using EdgeCollector.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeCollector.Tests.Mqtt;

public sealed class BatchPublisherTests : IAsyncDisposable
{
    private static readonly TopicScheme Topics = new("umh/v1", "acme", "eindhoven", "edge-line1");
    private readonly JournalFixture _core = new();
    private readonly CollectorMetrics _metrics = new();
    private readonly DeliveryWindow _window = new(new DeliveryOptions(), TimeProvider.System);

    public ValueTask DisposeAsync() => _core.DisposeAsync();

    [Fact]
    public async Task Samples_go_to_raw_and_facts_to_kpi_each_id_covered_once()
    {
        await using var broker = await TestBroker.StartNewAsync();
        await using var running = Start(broker, out _);
        _core.Samples(3000);
        _core.Facts(new CountFact("filler1", 5, 7, 6, 1, 0), new StateFact("filler1", 5, Category.Running, "run", null, "", false));
        _core.Samples(10);

        await Patience.UntilAsync(
            () => Lines(broker, Topics.RawLines).Distinct().Count() == 3010 && Lines(broker, Topics.KpiLines).Count == 2, "all lines");

        List<LinesHeader> headers = [];
        foreach (var text in broker.On(Topics.RawLines))
        {
            Assert.True(LinesHeader.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var header), text[..80]);
            Assert.Equal(("edge-line1", JournalFixture.Epoch), (header.Node, header.Epoch));
            Assert.InRange(text.Length, 1, LineBatch.Limit);
            headers.Add(header);
        }

        // The first may come last: handed over before the connection stood, it is sent again.
        long next = 1;
        foreach (var header in headers.OrderBy(h => h.First))
        {
            Assert.Equal(next, header.First);
            next = header.Last + 1;
        }

        Assert.Equal(_core.Last + 1, next);
    }

    [Fact]
    public async Task The_credit_of_64_batches_holds_the_rest_in_the_journal_until_the_store_answers()
    {
        await using var broker = await TestBroker.StartNewAsync();
        await using var running = Start(broker, out var publisher);
        _core.Samples(100_000);

        await Patience.UntilAsync(() => broker.On(Topics.RawLines).Count() == 64 || _window.Bytes > 4_000_000, "credit used");
        var before = broker.On(Topics.RawLines).Count();
        Assert.InRange(_window.Bytes, 1, 4 * 1024 * 1024);
        Assert.Equal(0, publisher.Stored);

        IStoreAck store = publisher;
        store.Stored(JournalFixture.Epoch, Lane.Raw, [new(1, 20_000)], []);
        await Patience.UntilAsync(() => broker.On(Topics.RawLines).Count() > before, "more batches");
        store.Stored(JournalFixture.Epoch + 1, Lane.Raw, [new(1, 100_000)], []);
        Assert.Equal(1, _window.Ignored);
    }

    [Fact]
    public async Task What_is_under_way_is_sent_again_after_a_reconnect_byte_for_byte()
    {
        await using var broker = await TestBroker.StartNewAsync();
        await using var running = Start(broker, out _);
        _core.Samples(50);
        await Patience.UntilAsync(() => broker.On(Topics.RawLines).Any(), "first sending");
        var first = broker.On(Topics.RawLines).ToList();

        await broker.StopAsync();
        await broker.StartAsync();

        await Patience.UntilAsync(() => broker.On(Topics.RawLines).Count() >= 2 * first.Count, "second sending");
        Assert.Equal(first, broker.On(Topics.RawLines).Skip(first.Count).Take(first.Count));
    }

    [Fact]
    public async Task A_hole_below_the_highest_stored_batches_is_sent_again_and_a_slow_store_is_not()
    {
        await using var broker = await TestBroker.StartNewAsync();
        await using var running = Start(broker, out var publisher);
        for (var i = 1; i <= 12; i++)
        {
            _core.Samples(10);
            var count = i;
            await Patience.UntilAsync(() => Lines(broker, Topics.RawLines).Count == count * 10, "batch of ten");
        }

        var sent = broker.On(Topics.RawLines).ToList();
        Assert.Equal(0, _window.Resent);
        LinesHeader.TryParse(System.Text.Encoding.UTF8.GetBytes(sent[0]), out var lost);
        ((IStoreAck)publisher).Stored(JournalFixture.Epoch, Lane.Raw, [new(lost.Last + 1, _core.Last)], []);

        await Patience.UntilAsync(() => broker.On(Topics.RawLines).Count() == sent.Count + 1, "hole sent again");
        Assert.Equal(sent[0], broker.On(Topics.RawLines).Last());
    }

    [Fact]
    public async Task The_journal_is_released_up_to_what_both_lanes_have_stored()
    {
        await using var broker = await TestBroker.StartNewAsync();
        await using var running = Start(broker, out var publisher);
        _core.Samples(100);
        await Patience.UntilAsync(() => Lines(broker, Topics.RawLines).Count == 100, "published");

        ((IStoreAck)publisher).Stored(JournalFixture.Epoch, Lane.Raw, [new(1, 100)], []);

        await Patience.UntilAsync(() => publisher.Stored == 100, "released: lane kpi had nothing to send");
        Assert.Equal(0, _window.Batches);
    }

    [Fact]
    public async Task After_an_outage_what_is_new_goes_first_and_what_was_left_follows_whole_at_a_limited_rate()
    {
        await using var broker = await TestBroker.StartNewAsync();
        await using var running = Start(broker, out var publisher, maxLag: TimeSpan.FromMilliseconds(200), rate: 1_000_000);
        _core.Samples(200_000);
        await Patience.UntilAsync(() => !_window.HasRoom(new Delivery(1, Lane.Raw, 1, 1, new byte[65_000])), "credit used");
        var stuck = TimeProvider.System.GetTimestamp();
        await Patience.UntilAsync(() => TimeProvider.System.GetElapsedTime(stuck) > TimeSpan.FromMilliseconds(250), "longer than it may lag");
        var (taken, newest) = (0, 0L);
        void Store()
        {
            foreach (var text in broker.On(Topics.RawLines).Skip(taken).ToList())
            {
                taken++;
                LinesHeader.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var header);
                newest = Math.Max(newest, header.Last);
                ((IStoreAck)publisher).Stored(JournalFixture.Epoch, Lane.Raw, [new(header.First, header.Last)], []);
            }
        }

        // Values go on coming; one of them is sent while most of what was left is not.
        await Patience.UntilAsync(
            () =>
            {
                Store();
                _core.Samples(1);
                return newest > 200_000;
            },
            "a new value");
        var before = Lines(broker, Topics.RawLines).Count;
        Assert.InRange(before, 1, 150_000);

        var start = TimeProvider.System.GetTimestamp();
        await Patience.UntilAsync(
            () =>
            {
                Store();
                return Lines(broker, Topics.RawLines).Count > before + 10_000;
            },
            "the backlog");
        Assert.True(TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromMilliseconds(300), "600 kB at 1 MB a second");
    }

    [Fact]
    public async Task A_broker_that_is_down_at_start_gets_everything_once_it_is_up()
    {
        await using var broker = new TestBroker();
        await using var running = Start(broker, out _);
        _core.Samples(500);
        await Patience.UntilAsync(() => _window.Batches != 0, "batch under way");
        await broker.StartAsync();

        await Patience.UntilAsync(() => Lines(broker, Topics.RawLines).Distinct().Count() == 500, "all lines");
    }

    [Fact]
    public async Task A_refused_batch_is_offered_again()
    {
        await using var broker = await TestBroker.StartNewAsync();
        var denied = true;
        broker.Denied = topic => denied && topic == Topics.RawLines;
        await using var running = Start(broker, out _);
        _core.Samples(5);
        await Patience.UntilAsync(() => _window.Batches != 0, "tried");
        denied = false;

        await Patience.UntilAsync(() => Lines(broker, Topics.RawLines).Count == 5, "accepted at last");
    }

    [Fact]
    public async Task The_nodes_own_figures_travel_with_lane_kpi()
    {
        await using var broker = await TestBroker.StartNewAsync();
        await using var running = Start(broker, out var publisher);
        publisher.UseEdge(() => new EdgeFigures(1, 2, 3, 0.5, 60, null, null));
        _core.Samples(1);

        const string Expected = "edge,node=edge-line1 buffered=1i,dropped=2i,lag_ms=3,";
        await Patience.UntilAsync(() => Lines(broker, Topics.KpiLines).Any(l => l.StartsWith(Expected, StringComparison.Ordinal)), "edge");
    }

    [Fact]
    public void Forged_and_foreign_acknowledgements_are_ignored()
    {
        var window = new DeliveryWindow(new DeliveryOptions(), TimeProvider.System);
        window.Published(new Delivery(7, Lane.Raw, 1, 10, new byte[5]));
        var listener = new StoreAckListener(
            Topics, new TestBroker().Connection("x"), window, _metrics, NullLogger<StoreAckListener>.Instance);

        Assert.False(listener.Accept("""{"schema":"ack_v1","node":"other","epoch":7,"lane":"raw","ranges":[[1,10]],"quarantined":[]}"""u8));
        Assert.False(listener.Accept("garbage"u8));
        Assert.True(listener.Accept("""{"schema":"ack_v1","node":"edge-line1","epoch":7,"lane":"raw","ranges":[[11,99]],"quarantined":[]}"""u8));
        Assert.True(listener.Accept("""{"schema":"ack_v1","node":"edge-line1","epoch":8,"lane":"raw","ranges":[[1,10]],"quarantined":[]}"""u8));
        Assert.True(listener.Accept("""{"schema":"ack_v1","node":"edge-line1","epoch":7,"lane":"kpi","ranges":[[1,10]],"quarantined":[]}"""u8));
        Assert.Equal((1, 0L), (window.Batches, window.StoredUpTo(Lane.Raw)));
        Assert.True(listener.Accept("""{"schema":"ack_v1","node":"edge-line1","epoch":7,"lane":"raw","ranges":[[1,10]]}"""u8));
        Assert.Equal((0, 10L), (window.Batches, window.StoredUpTo(Lane.Raw)));
    }

    private Running Start(TestBroker broker, out BatchPublisher publisher, TimeSpan? maxLag = null, long rate = 4_000_000)
    {
        var connection = broker.Connection("edge-line1");
        publisher = new BatchPublisher(
            new("packaging", _core.Configuration, 1)
            {
                RefusedRetry = TimeSpan.FromMilliseconds(9), EdgeEvery = TimeSpan.FromMilliseconds(50),
                MaxLag = maxLag ?? TimeSpan.FromSeconds(5), BackfillRate = rate,
            },
            Topics, connection, _core.Journal, _window, _metrics, NullLogger<BatchPublisher>.Instance, TimeProvider.System);
        publisher.Attach();
        return Running.Start(connection.RunAsync, publisher.RunAsync);
    }

    private static List<string> Lines(TestBroker broker, string topic) =>
        [.. broker.On(topic).SelectMany(t => t.Split('\n')).Where(l => l.Length != 0 && l[0] != '#')];
}
