using System.CommandLine;

namespace EdgeCollector.Cli;

/// <summary><c>cert export --der FILE</c>: our own certificate for a server's trust list; never the key.</summary>
internal static class CertExportCommand
{
    public const string DefaultFile = "edgecollector.der";

    public static Command Create(CliHost host)
    {
        var der = new Option<string?>("--der")
        {
            Description = $"File to write; without a name, {DefaultFile}.", HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne,
        };
        var (data, config) = (DataOption.Data(), ConfigOption.Config());
        var command = new Command("export", "Write our own certificate for the server's trust list; it is made if there is none.")
        {
            der, data, config,
        };
        command.SetAction((parsed, stop) => CertCommand.WithPki(parsed.GetValue(data), parsed.GetValue(config), host, async pki =>
        {
            var path = Path.Combine(host.WorkingDirectory, parsed.GetValue(der) ?? DefaultFile);
            await File.WriteAllBytesAsync(path, pki.Own.Certificate.RawData, stop).ConfigureAwait(false);
            await host.Out.WriteLineAsync($"✓ {path}  {pki.Own.Thumbprint}  {pki.Own.ApplicationUri}").ConfigureAwait(false);
            return ExitCodes.Ok;
        }));
        return command;
    }
}
