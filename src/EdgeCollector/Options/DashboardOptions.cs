using System.Net;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>`dashboard`: pages and API. Loopback until `init` opens HTTPS.</summary>
internal sealed record DashboardOptions
{
    public static readonly Section<DashboardOptions> Section = new Section<DashboardOptions>("dashboard", "Pages and API.", new())
        .Key("listen", Values.Listen, o => o.Listen, (o, v) => o with { Listen = v }, "Address and port; port 0 takes a free one.")
        .Key("tls", TlsOptions.Section, o => o.Tls, (o, v) => o with { Tls = v },
            "Certificate of the pages, instead of the self-signed one.");

    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 8080);

    public TlsOptions? Tls { get; init; }
}
