namespace EdgeCollector.Telemetry;

/// <summary>Every log message of publishing, bridge and database writing. Event ids are stable: 2000 sources, 3000 MQTT, 3100 delivery,
/// 3200 bridge, 3300 database.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(2001, LogLevel.Information, "{Thing}: connected {Message}")]
    public static partial void SourceOk(this ILogger logger, string thing, string message);

    [LoggerMessage(2002, LogLevel.Warning, "{Thing}: {Message}")]
    public static partial void SourceWaits(this ILogger logger, string thing, string message);

    [LoggerMessage(2003, LogLevel.Error, "{Thing}: {Message}")]
    public static partial void SourceFailed(this ILogger logger, string thing, string message);

    [LoggerMessage(2004, LogLevel.Error, "{Machine}: the source failed and is started again in 10 s")]
    public static partial void SourceFaulted(this ILogger logger, string machine, Exception fault);

    [LoggerMessage(3001, LogLevel.Information, "MQTT {ClientId}: connected to {Broker} ({Version}{Session})")]
    public static partial void MqttConnected(this ILogger logger, string clientId, string broker, string version, string session);

    [LoggerMessage(3002, LogLevel.Warning, "MQTT {ClientId}: {Message}")]
    public static partial void MqttTrouble(this ILogger logger, string clientId, string message);

    [LoggerMessage(3003, LogLevel.Warning, "MQTT {ClientId}: {Broker} does not speak MQTT 5, trying 3.1.1 (no shared subscriptions)")]
    public static partial void MqttFallback(this ILogger logger, string clientId, string broker);

    [LoggerMessage(3004, LogLevel.Error, "MQTT {ClientId}: {Message}")]
    public static partial void MqttRefused(this ILogger logger, string clientId, string message);

    [LoggerMessage(3101, LogLevel.Warning, "Store acknowledgement on {Topic} ignored: {Reason}")]
    public static partial void AckIgnored(this ILogger logger, string topic, string reason);

    [LoggerMessage(3102, LogLevel.Information, "Delivery: {Count} batches sent again, {UnderWay} under way")]
    public static partial void Resent(this ILogger logger, int count, int underWay);

    [LoggerMessage(3201, LogLevel.Warning, "Bridge: message on {Topic} dropped: {Reason}")]
    public static partial void BridgeRejected(this ILogger logger, string topic, string reason);

    [LoggerMessage(3202, LogLevel.Warning, "Bridge: queue full ({Bytes} bytes), the rest waits at the broker for the database")]
    public static partial void BridgeFull(this ILogger logger, long bytes);

    [LoggerMessage(3203, LogLevel.Warning, "Bridge: {Count} lines refused by {Database} put into {File}; the first: {Message}")]
    public static partial void Quarantined(this ILogger logger, int count, string database, string file, string message);

    [LoggerMessage(3204, LogLevel.Error, "Bridge: dead-letter file {File} cannot be written: {Reason}")]
    public static partial void DeadLetterFailed(this ILogger logger, string file, string reason);

    [LoggerMessage(3205, LogLevel.Error, "Archive cannot be written: {Reason}; measuring goes on and the journal keeps what the archive has not, as long as it has room – make room on the disk")]
    public static partial void ArchiveFails(this ILogger logger, string reason);

    [LoggerMessage(3206, LogLevel.Error, "Archive cannot be read: {Reason}; counters begin anew, pieces made while stopped are not recovered")]
    public static partial void BaselinesUnknown(this ILogger logger, string reason);

    [LoggerMessage(3207, LogLevel.Information, "Engine resumed from {Inputs} inputs of earlier runs in {Milliseconds:0} ms")]
    public static partial void Resumed(this ILogger logger, long inputs, double milliseconds);

    [LoggerMessage(3208, LogLevel.Error, "{Count} facts of earlier runs are not what their inputs give now; the journal's stand – "
        + "keep a copy of the data folder and report it")]
    public static partial void ReplayDiffers(this ILogger logger, long count);

    [LoggerMessage(3213, LogLevel.Warning, "Checkpoint cannot be written: {Reason}; nothing is lost, and the next start takes longer – make room "
        + "on the disk")]
    public static partial void CheckpointFails(this ILogger logger, string reason);

    [LoggerMessage(3209, LogLevel.Error, "Journal: {Message}")]
    public static partial void JournalFails(this ILogger logger, string message);

    [LoggerMessage(3210, LogLevel.Information, "Journal: the disk works again")]
    public static partial void JournalWorks(this ILogger logger);

    [LoggerMessage(3211, LogLevel.Warning, "Journal: {Bytes} damaged bytes put aside in its folder quarantine, {Files} files could not be read; "
        + "everything else is there")]
    public static partial void JournalDamaged(this ILogger logger, long bytes, int files);

    [LoggerMessage(3301, LogLevel.Error, "InfluxDB: {Message}")]
    public static partial void InfluxStopped(this ILogger logger, string message);

    [LoggerMessage(3302, LogLevel.Warning, "InfluxDB: {Message}")]
    public static partial void InfluxWaits(this ILogger logger, string message);

    [LoggerMessage(3303, LogLevel.Information, "InfluxDB: {Url} writes again ({Api})")]
    public static partial void InfluxWrites(this ILogger logger, string url, string api);
}
