namespace EdgeCollector.Mqtt;

/// <summary>One connection: one profile, one client id, one will. Secrets are already resolved.</summary>
/// <param name="Broker"><c>mqtt://host:1883</c> or <c>mqtts://host:8883</c>.</param>
/// <param name="ClientId">Fixed: sessions and shared subscriptions hang on it.</param>
internal sealed record MqttSettings(Uri Broker, string ClientId)
{
    /// <summary>Row on the status board.</summary>
    public string Thing { get; init; } = "mqtt";

    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>PEM file with the certificate authorities that may sign the broker's certificate; empty: those of the system.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>PEM files of a client certificate and its key; empty: none.</summary>
    public string CertificateFile { get; init; } = "";

    public string KeyFile { get; init; } = "";

    /// <summary>Topic of the retained status; empty: no will.</summary>
    public string StatusTopic { get; init; } = "";

    /// <summary>MQTT 5 is tried first; else nothing but 3.1.1 is spoken.</summary>
    public bool Mqtt5 { get; init; } = true;

    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the broker keeps session and queue; zero: a clean session.</summary>
    public TimeSpan SessionExpiry { get; init; }

    /// <summary>Largest message that is taken from the broker, bytes: checked before the decoder allocates for it.</summary>
    public int MaximumPacket { get; init; } = 256 * 1024;

    /// <summary>Longest wait for the broker's answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Shortest pause between attempts.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Short enough that data flows within 10 s of the broker's return.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Never the secrets.</summary>
    public override string ToString() => $"{ClientId}@{Broker.Host}:{Broker.Port}";
}
