using System.CommandLine;
using System.Globalization;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.Security;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCollector.Cli;

/// <summary><c>cert trust ENDPOINT</c>: shows a server's certificate and trusts it after a look.</summary>
internal static class CertTrustCommand
{
    private static readonly string[] AllowWords = ["hostname", "expired"];

    public static Command Create(CliHost host)
    {
        var endpoint = EndpointArgument.Create();
        var yes = new Option<bool>("--yes") { Description = "Trust it without asking." };
        var allow = new Option<string>("--allow")
        {
            Description = "Put up with this fault of this one certificate: hostname, expired, or both with a comma.",
            HelpName = "FAULTS",
            DefaultValueFactory = _ => "",
        };
        allow.Validators.Add(result =>
        {
            foreach (var word in Words(result.Tokens.Count == 1 ? result.Tokens[0].Value : "").Where(word => !AllowWords.Contains(word)))
                result.AddError($"--allow \"{word}\" is not one of {string.Join(", ", AllowWords)}");
        });
        var (data, config) = (DataOption.Data(), ConfigOption.Config());
        var command = new Command("trust", "Show the certificate of a server and trust it after a look.")
        {
            endpoint, yes, allow, data, config,
        };
        command.SetAction((parsed, stop) => CertCommand.WithPki(parsed.GetValue(data), parsed.GetValue(config), host, pki =>
            Run(parsed.GetValue(endpoint)!, FaultsOf(parsed.GetValue(allow)!), parsed.GetValue(yes), pki, host, stop)));
        return command;
    }

    private static IEnumerable<string> Words(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static CertificateFaults FaultsOf(string words) => Words(words).Aggregate(
        CertificateFaults.None, (all, word) => all | (word == "expired" ? CertificateFaults.Expired : CertificateFaults.Hostname));

    private static async Task<int> Run(string endpoint, CertificateFaults allow, bool yes, OpcUaPki pki, CliHost host,
        CancellationToken stop)
    {
        IReadOnlyList<EndpointInfo> offered;
        try
        {
            var options = new OpcUaClientOptions
            {
                EndpointUrl = endpoint, SecurityMode = MessageSecurityMode.None, SecurityPolicy = SecurityPolicy.None,
            };
            offered = await new OpcUaClient(options, NullLoggerFactory.Instance, host.Time).GetEndpointsAsync(stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ConnectionLostException or ServiceException)
        {
            return Fail(host, $"{endpoint} does not tell its endpoints: {Terminal.Safe(e.Message)}");
        }

        // Not those of endpoints which this program could not use anyway.
        var secured = offered.Where(e => e.Mode != MessageSecurityMode.None && e.PolicyName is not null && !e.Certificate.IsEmpty)
            .DistinctBy(e => Convert.ToHexString(e.Certificate.Span)).ToList();
        if (secured.Count == 0)
        {
            return Fail(host,
                $"{endpoint} offers no security that this program has, so there is no certificate to trust; "
                + "switch security on at the server, or write security: None with allow_insecure: true");
        }

        var hostName = new Uri(endpoint).Host.Trim('[', ']');
        var found = secured.Select(e => CertificateDetails.Read(e.Certificate.Span, hostName, e.ApplicationUri, host.Time.GetUtcNow()))
            .ToList();
        foreach (var certificate in found)
        {
            if (certificate is null) return Fail(host,
                $"the certificate of {endpoint} is damaged, over 16 KiB or a chain of more than 5: renew it on the server");

            Show(endpoint, certificate, host);
            if (Obstacle(endpoint, certificate.Faults & ~allow) is { } obstacle) return Fail(host, obstacle);
        }

        if (!yes)
        {
            if (host.Ask is null)
            {
                await host.Error.WriteLineAsync(
                    "edgecollector: nobody to ask here; compare the thumbprint with the server's own, then add --yes")
                    .ConfigureAwait(false);
                return ExitCodes.Usage;
            }

            if (host.Ask("Is this the thumbprint that the server itself shows? Trust it? [y/N] ")?.Trim()
                is not ("y" or "Y" or "yes" or "j" or "J"))
                return Fail(host, "not trusted");
        }

        foreach (var certificate in found)
        {
            // Only what this certificate needs: a fault that appears later is a new decision.
            pki.Trust.Trust(certificate!.Der.Span, certificate.Faults & allow);
            await host.Out.WriteLineAsync($"✓ trusted {certificate.Thumbprint} in {Path.Combine(pki.Folder, "trusted")}")
                .ConfigureAwait(false);
        }

        return ExitCodes.Ok;
    }

    private static string? Obstacle(string endpoint, CertificateFaults left) => left == CertificateFaults.None ? null
        : (left & ~TrustList.Allowable) != 0
            ? $"not trusted: {TrustList.Describe(left & ~TrustList.Allowable)} cannot be allowed; renew the certificate on the server"
            : $"not trusted: it would be refused for {TrustList.Describe(left)}; renew it on the server, "
                + $"or allow it for this one certificate with: edgecollector cert trust {endpoint} --allow {TrustList.Describe(left)}";

    private static void Show(string endpoint, CertificateDetails certificate, CliHost host)
    {
        void Line(string name, string value) => host.Out.WriteLine($"{name,-13}{Terminal.Safe(value, most: 500)}");

        Line("Server", endpoint);
        Line("Subject", certificate.Subject);
        Line("Issuer", certificate.Issuer == certificate.Subject ? "itself" : certificate.Issuer);
        Line("Thumbprint", certificate.Thumbprint);
        Line("SHA-256", certificate.Sha256);
        Line("Valid", string.Create(CultureInfo.InvariantCulture,
            $"{certificate.NotBefore.UtcDateTime:yyyy-MM-dd} to {certificate.NotAfter.UtcDateTime:yyyy-MM-dd}"));
        Line("Application", certificate.ApplicationUri ?? "none");
        Line("Hosts", certificate.Hosts.Count == 0 ? "none" : string.Join(", ", certificate.Hosts));
        Line("Key", certificate.KeySize == 0 ? "no RSA key" : string.Create(CultureInfo.InvariantCulture, $"RSA {certificate.KeySize}"));
        Line("Faults", TrustList.Describe(certificate.Faults));
    }

    private static int Fail(CliHost host, string message)
    {
        host.Error.WriteLine($"edgecollector: {message}");
        return ExitCodes.Failed;
    }
}
