using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>The write API of the database; <see cref="Auto"/> asks `/ping`.</summary>
internal enum InfluxApi
{
    Auto,
    V1,
    V2,
    V3,
}

/// <summary>`influx`: where the bridge writes. Its presence switches the bridge part on.</summary>
internal sealed record InfluxOptions
{
    public static readonly Words<InfluxApi> Apis = new(("auto", InfluxApi.Auto), ("v1", InfluxApi.V1), ("v2", InfluxApi.V2),
        ("v3", InfluxApi.V3));

    public static readonly Section<InfluxOptions> Section = new Section<InfluxOptions>("influx", "The database the bridge writes to.",
        new())
        .Key("url", Values.Address("http://127.0.0.1:8086", "http", "https"), o => o.Url, (o, v) => o with { Url = v },
            "Address of the database.", Need.Required)
        .Key("api", Apis.Kind, o => o.Api, (o, v) => o with { Api = v }, "Write API; auto asks the server.")
        .Key("org", Values.Text, o => o.Organisation, (o, v) => o with { Organisation = v }, "Organisation (v2).")
        .Key("kpi", Values.Text, o => o.Kpi, (o, v) => o with { Kpi = v }, "Database or bucket of states, counts and OEE.")
        .Key("raw", Values.Text, o => o.Raw, (o, v) => o with { Raw = v }, "Database or bucket of raw values.")
        .Key("user", Values.Text, o => o.User, (o, v) => o with { User = v }, "User name (v1).")
        .Key("password", SecretKind.Instance, o => o.Password, (o, v) => o with { Password = v }, "Password (v1), as ${secret:name}.")
        .Key("token", SecretKind.Instance, o => o.Token, (o, v) => o with { Token = v }, "Token (v2, v3), as ${secret:name}.");

    public Uri Url { get; init; } = new("http://127.0.0.1:8086");

    public InfluxApi Api { get; init; } = InfluxApi.Auto;

    public string? Organisation { get; init; }

    public string Kpi { get; init; } = "edge_kpi";

    public string Raw { get; init; } = "edge_raw";

    public string? User { get; init; }

    public Secret? Password { get; init; }

    public Secret? Token { get; init; }
}
