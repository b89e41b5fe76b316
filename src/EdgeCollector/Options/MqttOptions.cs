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
        .Key("publish", new ListKind<MqttProfile>(Profiles.Kind, most: 2), o => o.Publish, (o, v) => o with { Publish = v },
            "What is published besides the batches for databases.");

    public Uri Broker { get; init; } = new("mqtt://localhost");

    public LoginOptions? Login { get; init; }

    public ImmutableArray<MqttProfile> Publish { get; init; } = [MqttProfile.Uns];
}
