using EdgeCollector.Bridge;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Influx;
using EdgeCollector.Interop.Tests.Peers;
using EdgeCollector.Mqtt;
using EdgeCollector.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCollector.Interop.Tests.Delivery;

/// <summary>From a journal in memory over a real broker and the bridge to a real database.</summary>
internal sealed class DeliveryRig : IAsyncDisposable
{
    public const long Epoch = 1_795_406_400;
    private readonly CancellationTokenSource _stop = new();
    private readonly TempDirectory _directory = new();
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CollectorMetrics _metrics = new();
    private readonly RecordBatch _batch = new();
    private readonly Ledger _ledger = new();
    private readonly MemoryJournal _journal;
    private readonly BatchPublisher _publisher;
    private readonly List<Task> _loops = [];
    private long _next = 1;

    public DeliveryRig(Mosquitto broker, InfluxSettings influx)
    {
        _journal = new MemoryJournal(Epoch, new MemoryJournalOptions(), TimeProvider.System, ledger: _ledger);
        Window = new DeliveryWindow(new DeliveryOptions(), TimeProvider.System, _ledger);
        var topics = new TopicScheme("umh/v1", "acme", "eindhoven", "edge-line1");
        var configuration = new EngineConfiguration("c1", "m1", "edge-line1", "UTC")
        {
            Machines = [new(1, "filler1", "line1", 120_000, 1500, null)],
            Signals = [new Signal(1, 1, "filler1", "temp", SignalRole.Tag)],
        };
        var node = Connection(broker, "edge-line1", TimeSpan.Zero);
        _publisher = new BatchPublisher(
            new("packaging", configuration, 1), topics, node, _journal, Window, _metrics, NullLogger<BatchPublisher>.Instance,
            TimeProvider.System);
        _publisher.Attach();
        new StoreAckListener(topics, node, _publisher, _metrics, NullLogger<StoreAckListener>.Instance).Attach();

        var bridgeConnection = Connection(broker, "edge-line1-bridge", TimeSpan.FromHours(1));
        var bridge = new BridgeLoop(
            new(topics.LinesFilter(allNodes: false), _directory.At("dead-letters.lp"))
            {
                StopProbe = TimeSpan.FromMilliseconds(200), LongestRetry = TimeSpan.FromSeconds(1), Linger = TimeSpan.FromMilliseconds(50),
            },
            bridgeConnection, new InfluxWriter(_http, influx, TimeProvider.System), Status, _metrics,
            NullLogger<BridgeLoop>.Instance, TimeProvider.System);
        bridge.Attach();
        Func<CancellationToken, Task>[] loops = [node.RunAsync, _publisher.RunAsync, bridgeConnection.RunAsync, bridge.RunAsync];
        foreach (var loop in loops)
        {
            _loops.Add(Task.Run(() => loop(_stop.Token)));
        }
    }

    public DeliveryWindow Window { get; }

    public StatusBoard Status { get; } = new(TimeProvider.System);

    public LedgerLine Raw => _ledger.Read(Lane.Raw);

    public long Stored => _publisher.Stored;

    /// <summary>Appends samples as CoreLoop would; each value is half its id.</summary>
    public void Append(int count)
    {
        for (var done = 0; done < count;)
        {
            _batch.Clear(_next);
            for (; done < count && !_batch.IsFull; done++, _next++)
            {
                var at = 1_795_410_000_000_000_000 + (_next * 1_000_000);
                _batch.Add(new Input
                {
                    Kind = InputKind.Sample, Id = 1, ValueKind = ValueKind.Real, Bits = BitConverter.DoubleToInt64Bits(_next * 0.5),
                    SourceTime = at, ReceiveTime = at,
                });
            }

            _journal.Append(_batch, CommitUrgency.AtOnce);
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
        await _journal.DisposeAsync();
        _http.Dispose();
        _metrics.Dispose();
        _directory.Dispose();
        _stop.Dispose();
    }

    private MqttConnection Connection(Mosquitto broker, string client, TimeSpan session) => new(
        new(new Uri($"mqtt://127.0.0.1:{broker.Port}"), client)
        {
            SessionExpiry = session, FirstRetry = TimeSpan.FromMilliseconds(50), LongestRetry = TimeSpan.FromMilliseconds(500),
            Thing = "mqtt " + client,
        },
        Status, _metrics, NullLogger<MqttConnection>.Instance, TimeProvider.System);
}
