using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>`login`: user name and password, used for MQTT and OPC UA. Absent means anonymous.</summary>
internal sealed record LoginOptions
{
    public static readonly Section<LoginOptions> Section = new Section<LoginOptions>("login", "User name and password.", new())
        .Key("user", Values.Text, o => o.User, (o, v) => o with { User = v }, "User name.", Need.Required)
        .Key("password", SecretKind.Instance, o => o.Password, (o, v) => o with { Password = v }, "Password, as ${secret:name}.",
            Need.Required);

    public string User { get; init; } = "";

    public Secret Password { get; init; } = Secret.Clear("");
}
