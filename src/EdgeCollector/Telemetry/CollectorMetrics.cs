using System.Diagnostics.Metrics;
using EdgeCollector.Core.Journal;

namespace EdgeCollector.Telemetry;

/// <summary>Every counter of publishing, bridge and database writing; <c>/metrics</c> reads them by a MeterListener.</summary>
internal sealed class CollectorMetrics : IDisposable
{
    public const string MeterName = "EdgeCollector";

    private readonly Meter _meter = new(MeterName);

    public CollectorMetrics()
    {
        BatchesPublished = Counter("ec_batches_published_total", "{batch}", "Line-protocol batches the broker accepted");
        BatchesResent = Counter("ec_batches_resent_total", "{batch}", "Batches sent again: holes, and what was under way at a reconnect");
        LinesPublished = Counter("ec_lines_published_total", "{line}", "Points handed to the broker, each counted once");
        PublishRefused = Counter("ec_mqtt_refused_total", "{message}", "Publishes the broker answered with an error");
        MqttConnects = Counter("ec_mqtt_connects_total", "{connect}", "Connections to the broker");
        AcksIgnored = Counter("ec_acks_ignored_total", "{message}", "Store acknowledgements that were malformed or not for this node");
        ViewsDropped = Counter("ec_views_dropped_total", "{value}", "Values of views that a newer one replaced before they left");
        BridgeReceived = Counter("ec_bridge_received_total", "{batch}", "Batches the bridge took from the broker");
        BridgeRejected = Counter(
            "ec_bridge_rejected_total", "{message}", "Messages without a readable first line: acknowledged and dropped");
        BridgeOverflow = Counter("ec_bridge_overflow_total", "{batch}", "Batches left to the broker because the bridge's queue was full");
        InfluxWrites = Counter("ec_influx_writes_total", "{request}", "Writes to the database by class of answer");
        InfluxLines = Counter("ec_influx_lines_total", "{line}", "Lines the database stored");
        Quarantined = Counter("ec_quarantined_lines_total", "{line}", "Lines the database refused: in the dead-letter file");
        DeadLettersLost = Counter("ec_dead_letters_lost_total", "{line}", "Refused lines that the dead-letter file could not take");
    }

    public Counter<long> BatchesPublished { get; }

    public Counter<long> BatchesResent { get; }

    public Counter<long> LinesPublished { get; }

    public Counter<long> PublishRefused { get; }

    public Counter<long> MqttConnects { get; }

    public Counter<long> AcksIgnored { get; }

    public Counter<long> ViewsDropped { get; }

    public Counter<long> BridgeReceived { get; }

    public Counter<long> BridgeRejected { get; }

    public Counter<long> BridgeOverflow { get; }

    public Counter<long> InfluxWrites { get; }

    public Counter<long> InfluxLines { get; }

    public Counter<long> Quarantined { get; }

    public Counter<long> DeadLettersLost { get; }

    /// <summary>A total that its owner keeps itself, read whenever somebody asks.</summary>
    public void Observe(string name, string unit, string description, Func<long> total) =>
        _meter.CreateObservableCounter(name, total, unit, description);

    /// <summary>The account of both lanes together, by how ids ended.</summary>
    public void ObserveLedger(Ledger ledger)
    {
        static Measurement<long> Ids(string outcome, long ids) => new(ids, new KeyValuePair<string, object?>("outcome", outcome));
        _meter.CreateObservableUpDownCounter(
            "ec_ledger_ids",
            () => LedgerText.Outcomes(ledger.Read()).Select(outcome => Ids(outcome.Name, outcome.Ids)),
            "{id}", "Every id that came in, by how it ended; in = stored + pending + dropped");
    }

    public void Dispose() => _meter.Dispose();

    private Counter<long> Counter(string name, string unit, string description) => _meter.CreateCounter<long>(name, unit, description);
}
