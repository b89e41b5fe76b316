using EdgeCollector.Bridge;
using EdgeCollector.Contracts;
using EdgeCollector.Influx;
using EdgeCollector.Telemetry;
using EdgeCollector.Tests.Influx;
using EdgeCollector.Tests.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeCollector.Tests.Bridge;

public sealed class BridgeLoopTests : IDisposable
{
    private const string Node = "umh/v1/acme/eindhoven/_edge_v1/edge-line1";
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge").FullName;
    private readonly StatusBoard _status = new(TimeProvider.System);
    private readonly HttpClient _http = new();

    private string DeadLetters => Path.Combine(_folder, "dead", "letters.lp");

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Batches_are_stored_by_lane_then_acknowledged_to_the_node_and_to_the_broker()
    {
        await using var rig = await RigAsync();
        await rig.Broker.SendAsync($"{Node}/lp/raw", Batch(1, 10));
        await rig.Broker.SendAsync($"{Node}/lp/raw", Batch(11, 20));
        await rig.Broker.SendAsync($"{Node}/lp/kpi", Batch(5, 5));

        await Patience.UntilAsync(() => Stored(rig, "raw").Sum(Ids) == 20 && Stored(rig, "kpi").Sum(Ids) == 1, "acknowledged to the node");
        await Patience.UntilAsync(() => rig.Broker.Acknowledged.Count == 3, "acknowledged to the broker");
        Assert.Equal(21, rig.Influx.Points.Count);
        Assert.Contains(
            rig.Influx.Requests, r => r.Target.Contains("db=edge_raw") && r.Body.Contains("# edgecollector/1 edge-line1 7 1 10\n"));
        Assert.Contains(
            rig.Influx.Requests, r => r.Target.Contains("db=edge_kpi"));
    }

    [Fact]
    public async Task Nothing_is_acknowledged_before_the_204()
    {
        await using var rig = await RigAsync();
        var up = false;
        rig.Influx.Answer = _ => up ? null : (503, """{"error":"request throttled, queue full"}""");
        await rig.Broker.SendAsync($"{Node}/lp/raw", Batch(1, 10));

        await Patience.UntilAsync(() => rig.Influx.Writes >= 3, "tries");
        Assert.Empty(rig.Broker.Acknowledged);
        Assert.Empty(rig.Broker.On($"{Node}/ack"));
        Assert.Equal(StatusState.Wait, _status.Get("influx")!.State);
        up = true;
        await Patience.UntilAsync(() => rig.Broker.Acknowledged.Count == 1, "acknowledged");
        Assert.Equal(StatusState.Ok, _status.Get("influx")!.State);
    }

    [Fact]
    public async Task A_204_that_is_lost_on_the_way_back_stores_each_point_once()
    {
        await using var rig = await RigAsync();
        var cuts = 2;
        rig.Influx.Answer = r =>
        {
            if (cuts-- <= 0)
            {
                return null;
            }

            rig.Influx.Store(r);
            return (0, "");
        };
        await rig.Broker.SendAsync($"{Node}/lp/raw", Batch(1, 100));

        await Patience.UntilAsync(() => rig.Broker.Acknowledged.Count == 1, "acknowledged");
        Assert.Equal(3, rig.Influx.Writes);
        Assert.Equal(100, rig.Influx.Points.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_poison_line_is_found_in_few_writes_and_no_other_is_lost(bool storesPartially)
    {
        await using var rig = await RigAsync();
        rig.Influx.StoresPartially = storesPartially;
        rig.Influx.IsPoison = line => line.Contains("id=777,");
        await rig.Broker.SendAsync($"{Node}/lp/raw", Batch(1, 1024));

        await Patience.UntilAsync(() => rig.Broker.Acknowledged.Count == 1, "acknowledged");

        Assert.Equal(1023, rig.Influx.Points.Count);
        Assert.InRange(rig.Influx.Writes, 2, (2 * 10) + 2);
        var ack = Assert.Single(Acks(rig));
        Assert.Equal([777L], ack.Quarantined);
        Assert.Equal([1L, 1024L], ack.Ranges.Single());
        var dead = await File.ReadAllLinesAsync(DeadLetters);
        Assert.Equal(2, dead.Length);
        Assert.Contains("edge-line1.7.777 partial write: field type conflict", dead[0]);
        Assert.StartsWith("m,id=777,", dead[1]);
    }

    [Fact]
    public async Task Poison_in_any_number_and_place_is_set_aside_and_the_rest_stored()
    {
        await using var rig = await RigAsync();
        var random = new Random(42);
        long next = 1;
        for (var round = 0; round < 20; round++)
        {
            rig.Influx.StoresPartially = random.Next(2) == 0;
            var bad = Enumerable.Range(0, random.Next(1, 9)).Select(_ => next + random.Next(200)).ToHashSet();
            rig.Influx.IsPoison = line => bad.Any(id => line.Contains($"id={id},"));
            rig.Influx.Points.Clear();
            var done = rig.Broker.Acknowledged.Count;
            await rig.Broker.SendAsync($"{Node}/lp/raw", Batch(next, next + 199));

            await Patience.UntilAsync(() => rig.Broker.Acknowledged.Count > done, "acknowledged");
            Assert.Equal(200 - bad.Count, rig.Influx.Points.Count);
            Assert.Equal(bad.Order(), Acks(rig).Last().Quarantined);
            next += 200;
        }
    }

    [Fact]
    public async Task When_the_database_says_that_it_dropped_all_no_line_is_tried_alone()
    {
        await using var rig = await RigAsync();
        rig.Influx.IsPoison = _ => true;
        await rig.Broker.SendAsync($"{Node}/lp/raw", Batch(1, 500));

        await Patience.UntilAsync(() => rig.Broker.Acknowledged.Count == 1, "acknowledged");
        Assert.Equal(1, rig.Influx.Writes);
        Assert.Equal(500, Assert.Single(Acks(rig)).Quarantined.Length);
    }

    [Theory]
    [InlineData(401, "check user, password or token")]
    [InlineData(403, "check user, password or token")]
    [InlineData(404, "run `edgecollector influx init`")]
    public async Task Stop_answers_stop_keep_everything_and_name_the_way_out(int status, string wayOut)
    {
        await using var rig = await RigAsync(s => s with { StopProbe = TimeSpan.FromHours(1) });
        rig.Influx.Answer = _ => (status, """{"error":"no"}""");
        for (var i = 0; i < 5; i++)
        {
            await rig.Broker.SendAsync($"{Node}/lp/raw", Batch((i * 10) + 1, (i * 10) + 10));
        }

        await Patience.UntilAsync(() => _status.Get("influx")?.State == StatusState.Failed && rig.Metrics >= 5, "stopped");
        Assert.Contains(wayOut, _status.Get("influx")!.Message);
        Assert.Contains("influx init", _status.Get("influx")!.Message);
        Assert.Equal(1, rig.Influx.Writes);
        Assert.Empty(rig.Broker.Acknowledged);
        Assert.False(File.Exists(DeadLetters));
    }

    [Fact]
    public async Task Once_the_database_is_mended_the_slow_probe_goes_on_by_itself()
    {
        await using var rig = await RigAsync(s => s with { StopProbe = TimeSpan.FromMilliseconds(30) });
        var made = false;
        rig.Influx.Answer = _ => made ? null : (404, """{"error":"database not found"}""");
        await rig.Broker.SendAsync($"{Node}/lp/raw", Batch(1, 10));
        await Patience.UntilAsync(() => _status.Get("influx")?.State == StatusState.Failed, "stopped");
        made = true;

        await Patience.UntilAsync(() => rig.Broker.Acknowledged.Count == 1, "stored");
        Assert.Equal(10, rig.Influx.Points.Count);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_halved_until_it_fits()
    {
        await using var rig = await RigAsync();
        rig.Influx.Answer = r => r.Body.Length > 2000 ? (413, "") : null;
        await rig.Broker.SendAsync($"{Node}/lp/raw", Batch(1, 400));

        await Patience.UntilAsync(() => rig.Broker.Acknowledged.Count == 1, "acknowledged");
        Assert.Equal(400, rig.Influx.Points.Count);
        Assert.Empty(Assert.Single(Acks(rig)).Quarantined);
    }

    [Fact]
    public async Task The_queue_is_bounded_and_what_did_not_fit_comes_again()
    {
        await using var rig = await RigAsync(s => s with { QueueLimit = 20_000, PostLimit = 8_000 });
        var up = false;
        rig.Influx.Answer = _ => up ? null : (503, "");
        for (var i = 0; i < 40; i++)
        {
            await rig.Broker.SendAsync($"{Node}/lp/raw", Batch((i * 50) + 1, (i * 50) + 50));
        }

        await Patience.UntilAsync(() => rig.Metrics == 40, "all seen");
        Assert.InRange(rig.Bridge.Held, 1, 20_000);
        up = true;
        await Patience.UntilAsync(() => rig.Influx.Points.Count == 2000, "all stored");
        await Patience.UntilAsync(
            () => Acks(rig).SelectMany(a => a.Ranges).SelectMany(r => Enumerable.Range((int)r[0], (int)Ids(r))).Distinct().Count() == 2000,
            "all acknowledged");
    }

    [Fact]
    public async Task What_is_no_batch_is_acknowledged_and_blocks_nothing()
    {
        await using var rig = await RigAsync();
        await rig.Broker.SendAsync($"{Node}/lp/raw", "hello");
        await rig.Broker.SendAsync($"{Node}/lp/other", Batch(1, 1));
        await rig.Broker.SendAsync("umh/v1/acme/eindhoven/_edge_v1/forged/lp/raw", Batch(1, 1));
        await rig.Broker.SendAsync($"{Node}/lp/raw", Batch(1, 3));

        await Patience.UntilAsync(() => rig.Broker.Acknowledged.Count == 4, "all acknowledged");
        Assert.Equal(3, rig.Influx.Points.Count);
        Assert.Single(Acks(rig));
    }

    [Fact]
    public async Task A_bridge_that_is_killed_after_the_204_stores_the_batch_over_itself()
    {
        await using var rig = await RigAsync();
        var cut = true;
        rig.Influx.Answer = r =>
        {
            if (cut)
            {
                cut = false;
                rig.Broker.CutAsync("bridge").Wait();
            }

            return null;
        };
        await rig.Broker.SendAsync($"{Node}/lp/raw", Batch(1, 30));

        await Patience.UntilAsync(() => rig.Broker.Acknowledged.Count >= 1, "acknowledged over the new connection");
        Assert.Equal(30, rig.Influx.Points.Count);
        Assert.NotEmpty(Acks(rig));
    }

    [Fact]
    public void The_dead_letter_file_is_bounded()
    {
        var item = new BridgeItem($"{Node}/lp/raw", "raw", new LinesHeader("n", 1, 1, 1), default) { Delivery = null! };
        var file = new DeadLetterFile(DeadLetters, 5_000, TimeProvider.System, new CollectorMetrics(), NullLogger.Instance);
        for (var i = 0; i < 1000; i++)
        {
            file.Append(item, "edge_raw", i, "m,id=1 v=1 1"u8, "bad");
        }

        var files = Directory.GetFiles(Path.GetDirectoryName(DeadLetters)!);
        Assert.Equal(["letters.lp", "letters.lp.1"], files.Select(Path.GetFileName).Order());
        Assert.All(files, f => Assert.InRange(new FileInfo(f).Length, 1, 5_200));
    }

    private static string Batch(long first, long last) => $"# edgecollector/1 edge-line1 7 {first} {last}\n"
        + string.Concat(Enumerable.Range(0, (int)(last - first + 1)).Select(i => $"m,id={first + i},x=y value={i} {first + i}\n"));

    private static List<AckV1> Acks(Rig rig) =>
        [.. rig.Broker.On($"{Node}/ack").Select(t => AckV1.Parse(System.Text.Encoding.UTF8.GetBytes(t), out _)!)];

    private static IEnumerable<long[]> Stored(Rig rig, string lane) => Acks(rig).Where(a => a.Lane == lane).SelectMany(a => a.Ranges);

    private static long Ids(long[] range) => range[1] - range[0] + 1;

    private async Task<Rig> RigAsync(Func<BridgeSettings, BridgeSettings>? with = null)
    {
        var broker = await TestBroker.StartNewAsync();
        var influx = await FakeInflux.StartAsync();
        var connection = broker.Connection("bridge", _status, s => s with { SessionExpiry = TimeSpan.FromHours(1) });
        var settings = new BridgeSettings("umh/v1/acme/eindhoven/_edge_v1/+/lp/+", DeadLetters)
        {
            Linger = TimeSpan.FromMilliseconds(5), FirstRetry = TimeSpan.FromMilliseconds(5), LongestRetry = TimeSpan.FromMilliseconds(20),
        };
        var metrics = new CollectorMetrics();
        var writer = new InfluxWriter(_http, new InfluxSettings(influx.Url) { Version = InfluxVersion.V1 }, TimeProvider.System);
        var bridge = new BridgeLoop(
            with?.Invoke(settings) ?? settings, connection, writer, _status, metrics, NullLogger<BridgeLoop>.Instance, TimeProvider.System);
        bridge.Attach();
        var rig = new Rig(broker, influx, bridge, metrics, Running.Start(connection.RunAsync, bridge.RunAsync));
        await Patience.UntilAsync(() => connection.IsConnected, "bridge connected");
        return rig;
    }

    private sealed class Rig : IAsyncDisposable
    {
        private readonly Running _running;
        private readonly System.Diagnostics.Metrics.MeterListener _listener = new();
        private long _received;

        public Rig(TestBroker broker, FakeInflux influx, BridgeLoop bridge, CollectorMetrics metrics, Running running)
        {
            (Broker, Influx, Bridge, _running) = (broker, influx, bridge, running);
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _received, value));
            _listener.EnableMeasurementEvents(metrics.BridgeReceived);
        }

        public TestBroker Broker { get; }

        public FakeInflux Influx { get; }

        public BridgeLoop Bridge { get; }

        /// <summary>Batches that reached the bridge.</summary>
        public long Metrics => Interlocked.Read(ref _received);

        public async ValueTask DisposeAsync()
        {
            await _running.DisposeAsync();
            await Broker.DisposeAsync();
            await Influx.DisposeAsync();
            _listener.Dispose();
        }
    }
}
