using System.Collections.Immutable;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>A way of publishing; each has a connection of its own.</summary>
internal enum MqttProfile
{
    Uns,
    Sparkplug,
}

/// <summary>`mqtt`: the site's broker.</summary>
internal sealed record MqttOptions
{
    public static readonly Words<MqttProfile> Profiles = new(("uns", MqttProfile.Uns), ("sparkplug", MqttProfile.Sparkplug));

    public static readonly Section<MqttOptions> Section = new Section<MqttOptions>("mqtt", "The site's MQTT broker.", new())
        .Key("broker", Values.Address("mqtts://broker.plant.example:8883", "mqtts", "mqtt", "wss", "ws"), o => o.Broker, (o, v) =>
            o with { Broker = v },
            "Address of the broker; mqtts is MQTT over TLS.", Need.Required)
        .Key("login", LoginOptions.Section, o => o.Login, (o, v) => o with { Login = v }, "Log-in at the broker.")
        .Key("tls", MqttTlsOptions.Section, o => o.Tls, (o, v) => o with { Tls = v },
            "Certificates for mqtts; unset, the system's authorities.")
        .Key("publish", new ListKind<MqttProfile>(Profiles.Kind, most: 2), o => o.Publish, (o, v) => o with { Publish = v },
            "What is published besides the batches for databases.")
        .Key("backfill_rate", Values.Size("10KB", "1GB"), o => o.BackfillRate, (o, v) => o with { BackfillRate = v },
            "Most bytes a second that what an outage left sends to databases, behind what is new.");

    public Uri Broker { get; init; } = new("mqtt://localhost");

    public LoginOptions? Login { get; init; }

    public MqttTlsOptions Tls { get; init; } = new();

    public ImmutableArray<MqttProfile> Publish { get; init; } = [MqttProfile.Uns];

    public ByteSize BackfillRate { get; init; } = new(4_000_000);
}

/// <summary>`mqtt.tls`: whom to trust and how to prove who we are, as PEM files.</summary>
internal sealed record MqttTlsOptions
{
    public static readonly Section<MqttTlsOptions> Section = new Section<MqttTlsOptions>(
        "mqtt_tls", "Certificates of the connection to the broker.", new())
        .Key("ca", Values.Text, o => o.Ca, (o, v) => o with { Ca = v },
            "PEM file of the authorities that may sign the broker's certificate.")
        .Key("certificate", Values.Text, o => o.Certificate, (o, v) => o with { Certificate = v },
            "PEM file of our own certificate, with key.")
        .Key("key", Values.Text, o => o.Key, (o, v) => o with { Key = v },
            "PEM file of its private key.");

    public string? Ca { get; init; }

    public string? Certificate { get; init; }

    public string? Key { get; init; }
}
