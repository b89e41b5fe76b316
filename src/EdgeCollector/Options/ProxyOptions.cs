using System.Collections.Immutable;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>`proxy`: the HTTP proxy for the database and web hooks.</summary>
internal sealed record ProxyOptions
{
    public static readonly Section<ProxyOptions> Section = new Section<ProxyOptions>("proxy",
        "The HTTP proxy for the database and web hooks.", new())
        .Key("url", Values.Address("http://proxy.plant.example:3128", "http", "https"), o => o.Url, (o, v) => o with { Url = v },
            "Address of the proxy.", Need.Required)
        .Key("bypass", new ListKind<string>(Values.Text, most: 100), o => o.Bypass, (o, v) => o with { Bypass = v },
            "Hosts that are reached directly.")
        .Key("user", Values.Text, o => o.User, (o, v) => o with { User = v }, "User name.")
        .Key("password", SecretKind.Instance, o => o.Password, (o, v) => o with { Password = v }, "Password, as ${secret:name}.");

    public Uri Url { get; init; } = new("http://localhost");

    public ImmutableArray<string> Bypass { get; init; } = [];

    public string? User { get; init; }

    public Secret? Password { get; init; }
}
