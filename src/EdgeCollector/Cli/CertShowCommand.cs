using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.Options;
using EdgeCollector.Security;

namespace EdgeCollector.Cli;

/// <summary><c>cert show</c>: our own certificate, and the servers' that are trusted or were refused.</summary>
internal static class CertShowCommand
{
    /// <summary>From here on the end of validity is worth a word.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public static Command Create(CliHost host)
    {
        var (data, config, json) = (DataOption.Data(), ConfigOption.Config(), ConfigOption.Json());
        var command = new Command("show", "Print our own certificate, the trusted ones and the refused ones.") { data, config, json };
        command.SetAction((parsed, _) => CertCommand.WithPki(parsed.GetValue(data), parsed.GetValue(config), host, pki =>
        {
            // Looking makes no certificate.
            var own = pki.HasOwn ? CertificateDetails.Read(pki.Own.Certificate.RawData, null, null, host.Time.GetUtcNow()) : null;
            if (parsed.GetValue(json)) host.Out.WriteLine(JsonText.Write(writer => WriteJson(writer, own, pki.Trust.List())));
            else Print(own, pki, host);
            return Task.FromResult(ExitCodes.Ok);
        }));
        return command;
    }

    private static void Print(CertificateDetails? own, OpcUaPki pki, CliHost host)
    {
        var now = host.Time.GetUtcNow();
        host.Out.WriteLine(own is null
            ? "own       none yet; it is made with the first secured connection, or by: edgecollector cert export --der FILE"
            : $"own       {own.Thumbprint}  {Until(own.NotAfter, now)}  {own.ApplicationUri}  {own.Subject}");
        foreach (var entry in pki.Trust.List())
        {
            var allowed = entry.Allowed == CertificateFaults.None ? "" : $"  allowed: {TrustList.Describe(entry.Allowed)}";
            host.Out.WriteLine(
                $"{(entry.Trusted ? "trusted " : "rejected")}  {entry.Thumbprint}  {Until(entry.NotAfter, now)}  "
                + $"{Terminal.Safe(entry.Subject)}{allowed}");
        }
    }

    private static string Until(DateTimeOffset end, DateTimeOffset now)
    {
        var day = end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return end < now ? $"expired {day}"
            : end - now < Soon ? string.Create(CultureInfo.InvariantCulture, $"until {day} (in {(int)(end - now).TotalDays} d: renew it)")
            : $"until {day}";
    }

    private static void WriteJson(Utf8JsonWriter writer, CertificateDetails? own, IReadOnlyList<TrustEntry> servers)
    {
        writer.WriteStartObject();
        if (own is null)
        {
            writer.WriteNull("own");
        }
        else
        {
            writer.WriteStartObject("own");
            writer.WriteString("thumbprint", own.Thumbprint);
            writer.WriteString("subject", own.Subject);
            writer.WriteString("application_uri", own.ApplicationUri);
            writer.WriteString("not_after", own.NotAfter.UtcDateTime);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("servers");
        foreach (var entry in servers)
        {
            writer.WriteStartObject();
            writer.WriteString("thumbprint", entry.Thumbprint);
            writer.WriteString("subject", entry.Subject);
            writer.WriteString("not_after", entry.NotAfter.UtcDateTime);
            writer.WriteBoolean("trusted", entry.Trusted);
            writer.WriteString("allowed", TrustList.Describe(entry.Allowed));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
