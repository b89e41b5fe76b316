using EdgeCollector.Influx;
using EdgeCollector.Options;

namespace EdgeCollector.Cli;

/// <summary>The <c>influx</c> section to the writer's settings, with secrets revealed.</summary>
internal static class InfluxWiring
{
    public static InfluxSettings Settings(InfluxOptions options, SecretResolver secrets) => new(options.Url)
    {
        Version = options.Api switch
        {
            InfluxApi.V1 => InfluxVersion.V1,
            InfluxApi.V2 => InfluxVersion.V2,
            InfluxApi.V3 => InfluxVersion.V3,
            _ => InfluxVersion.Auto,
        },
        Organisation = options.Organisation ?? "",
        Kpi = options.Kpi,
        Raw = options.Raw,
        User = options.User ?? "",
        Password = Reveal(options.Password, secrets),
        Token = Reveal(options.Token, secrets),
    };

    private static string Reveal(Secret? secret, SecretResolver secrets) => secret is null ? "" : secrets.Reveal(secret) ?? "";
}
