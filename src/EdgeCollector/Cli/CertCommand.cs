using System.CommandLine;
using EdgeCollector.Security;

namespace EdgeCollector.Cli;

/// <summary><c>cert</c>: certificates of OPC UA, ours and the servers'.</summary>
internal static class CertCommand
{
    public static Command Create(CliHost host) => new("cert", "Certificates of OPC UA: ours, and which servers are trusted.")
    {
        CertTrustCommand.Create(host),
        CertShowCommand.Create(host),
        CertRejectCommand.Create(host),
        CertExportCommand.Create(host),
    };

    /// <summary>Runs with the certificates of the data folder; what disk and certificates do wrong becomes one line.</summary>
    public static async Task<int> WithPki(string? data, string? config, CliHost host, Func<OpcUaPki, Task<int>> run)
    {
        if (DataOption.Folder(data, config, host) is not { } folder) return ExitCodes.Configuration;

        using var pki = new OpcUaPki(folder, host.Time);
        try
        {
            return await run(pki).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await host.Error.WriteLineAsync($"edgecollector: {e.Message}").ConfigureAwait(false);
            return ExitCodes.Failed;
        }
    }
}
