using EdgeCollector.Bridge;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Influx;
using EdgeCollector.Interop.Tests.Peers;
using EdgeCollector.Mqtt;
using EdgeCollector.Storage;
using EdgeCollector.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCollector.Interop.Tests.Delivery;

/// <summary>One value on its way into the journal; <paramref name="At"/> in ns.</summary>
internal readonly record struct Value(int Tag, long At, double Number);

/// <summary>From a journal over a real broker and the bridge to a real database.</summary>
internal sealed class DeliveryRig : IAsyncDisposable
{
    public const long Epoch = 1_795_406_400;
    public const int Live = 1000;
    private const long Begin = 1_795_410_000_000_000_000;
    private readonly DeliveryRigOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly TempDirectory _directory = new();
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CollectorMetrics _metrics = new();
    private readonly RecordBatch _batch = new();
    private readonly Ledger _ledger = new();
    private readonly BatchPublisher _publisher;
    private readonly List<Func<CancellationToken, Task>> _node = [];
    private readonly List<Func<CancellationToken, Task>> _bridge = [];
    private readonly List<Task> _loops = [];
    private readonly Mosquitto _broker;

    public DeliveryRig(Mosquitto broker, InfluxSettings influx, DeliveryRigOptions? options = null)
    {
        _options = options ?? new();
        _broker = broker;
        Journal = _options.OnDisk
            ? new SegmentJournal(new FileBlockFolder(JournalFolder), _ => Epoch, new(), TimeProvider.System, _ledger)
            : new MemoryJournal(Epoch, new MemoryJournalOptions(), TimeProvider.System, ledger: _ledger);
        Window = new DeliveryWindow(new DeliveryOptions { ExpectBridge = _options.StoreAck }, TimeProvider.System, _ledger);
        var topics = new TopicScheme("umh/v1", "acme", "eindhoven", "edge-line1");
        var configuration = new EngineConfiguration("c1", "m1", "edge-line1", "UTC")
        {
            Machines = [new(1, "filler1", "line1", 120_000, 1500, null)],
            Signals =
            [
                new Signal(Live, 1, "filler1", "live", SignalRole.Tag),
                .. Enumerable.Range(1, _options.Tags).Select(tag => new Signal(tag, 1, "filler1", $"t{tag}", SignalRole.Tag)),
            ],
        };
        var node = Connection("edge-line1", TimeSpan.Zero);
        _publisher = new BatchPublisher(
            new("packaging", configuration, 1), topics, node, Journal, Window, _metrics, NullLogger<BatchPublisher>.Instance,
            TimeProvider.System);
        _publisher.Attach();
        if (_options.StoreAck)
        {
            new StoreAckListener(topics, node, _publisher, _metrics, NullLogger<StoreAckListener>.Instance).Attach();
        }

        _node.AddRange([node.RunAsync, _publisher.RunAsync, ReleaseAsync]);
        if (_options.Bridge)
        {
            AddBridge(topics, influx);
        }

        if (_options.Running)
        {
            StartNode();
            StartBridge();
        }
    }

    public IJournal Journal { get; }

    public DeliveryWindow Window { get; }

    public StatusBoard Status { get; } = new(TimeProvider.System);

    public string JournalFolder => _directory.At("journal");

    public string DeadLetters => _directory.At("dead-letters.lp");

    public LedgerLine Raw => _ledger.Read(Lane.Raw);

    public long Stored => _publisher.Stored;

    /// <summary>Stored, or where no bridge is heard, taken over by the broker.</summary>
    public long Accepted => _publisher.Accepted;

    /// <summary>How many values were put in, and what they sum up to.</summary>
    public long Appended { get; private set; }

    public double Sum { get; private set; }

    public void StartNode() => Start(_node);

    public void StartBridge() => Start(_bridge);

    /// <summary>Appends samples, one a millisecond over all tags in turn; each value is half its id.</summary>
    public void Append(int count) => Append(Enumerable.Range(1, count).Select(i =>
    {
        var id = Appended + 1;
        return new Value((int)(id % _options.Tags) + 1, Begin + (id * 1_000_000), id * 0.5);
    }));

    /// <summary>Appends as CoreLoop would. One caller at a time.</summary>
    public void Append(IEnumerable<Value> values, CommitUrgency urgency = CommitUrgency.AtOnce)
    {
        _batch.Clear(Appended + 1);
        foreach (var (tag, at, number) in values)
        {
            _batch.Add(new Input
            {
                Kind = InputKind.Sample, Id = tag, ValueKind = ValueKind.Real, Bits = BitConverter.DoubleToInt64Bits(number),
                SourceTime = at, ReceiveTime = at,
            });
            Appended++;
            Sum += number;
            if (_batch.IsFull)
            {
                Journal.Append(_batch, urgency);
                _batch.Clear(Appended + 1);
            }
        }

        if (_batch.Count != 0)
        {
            Journal.Append(_batch, urgency);
        }
    }

    /// <summary>Waits until every id is stored or set aside; the longest time without any progress counts.</summary>
    public async Task UntilStoredAsync(long id)
    {
        var (clock, seen) = (TimeProvider.System, Stored);
        for (var start = clock.GetTimestamp(); Stored < id;)
        {
            if (clock.GetElapsedTime(start) > TimeSpan.FromSeconds(60))
            {
                throw new TimeoutException(
                    $"no progress for 60 s: {Stored} of {id} stored, {Window.Batches} batches under way, {Window.Resent} sent again");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), clock);
            (start, seen) = Stored == seen ? (start, seen) : (clock.GetTimestamp(), Stored);
        }
    }

    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !holds();)
        {
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(60))
            {
                throw new TimeoutException($"did not happen within 60 s: {what}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Journal.DisposeAsync();
        _http.Dispose();
        _metrics.Dispose();
        _directory.Dispose();
        _stop.Dispose();
    }

    private void Start(List<Func<CancellationToken, Task>> parts)
    {
        foreach (var part in parts)
        {
            _loops.Add(Task.Run(() => part(_stop.Token)));
        }
    }

    private void AddBridge(TopicScheme topics, InfluxSettings influx)
    {
        var connection = Connection("edge-line1-bridge", TimeSpan.FromHours(1));
        var bridge = new BridgeLoop(
            new(topics.LinesFilter(allNodes: false), DeadLetters)
            {
                StopProbe = TimeSpan.FromMilliseconds(200), LongestRetry = TimeSpan.FromSeconds(1), Linger = _options.Linger,
            },
            connection, new InfluxWriter(_http, influx, TimeProvider.System), Status, _metrics,
            NullLogger<BridgeLoop>.Instance, TimeProvider.System);
        bridge.Attach();
        _bridge.AddRange([connection.RunAsync, bridge.RunAsync]);
    }

    /// <summary>What is delivered leaves the journal, as it does in the service after its keeping time.</summary>
    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            Journal.Release(_options.StoreAck ? Stored : Accepted);
        }
    }

    private MqttConnection Connection(string client, TimeSpan session) => new(
        new(new Uri($"mqtt://127.0.0.1:{_broker.Port}"), client)
        {
            SessionExpiry = session, FirstRetry = TimeSpan.FromMilliseconds(50), LongestRetry = TimeSpan.FromMilliseconds(500),
            Thing = "mqtt " + client, Mqtt5 = _options.Mqtt5,
        },
        Status, _metrics, NullLogger<MqttConnection>.Instance, TimeProvider.System);
}
