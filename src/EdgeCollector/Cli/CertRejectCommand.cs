using System.CommandLine;

namespace EdgeCollector.Cli;

/// <summary><c>cert reject THUMBPRINT</c>: takes back the trust in one certificate.</summary>
internal static class CertRejectCommand
{
    private const int ThumbprintLength = 40;

    public static Command Create(CliHost host)
    {
        var thumbprint = new Argument<string>("THUMBPRINT")
        {
            Description = "SHA-1 as cert show prints it; colons and spaces do not matter.",
        };
        thumbprint.Validators.Add(result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Plain(text) is not { Length: ThumbprintLength } plain || !plain.All(char.IsAsciiHexDigit))
                result.AddError($"\"{text}\" is no thumbprint: 40 hex digits are expected (edgecollector cert show)");
        });
        var (data, config) = (DataOption.Data(), ConfigOption.Config());
        var command = new Command("reject", "Trust a certificate no longer.") { thumbprint, data, config };
        command.SetAction((parsed, _) => CertCommand.WithPki(parsed.GetValue(data), parsed.GetValue(config), host, async pki =>
        {
            var which = Plain(parsed.GetValue(thumbprint)!);
            if (!pki.Trust.Reject(which))
            {
                await host.Error.WriteLineAsync(
                    $"edgecollector: {which} is not trusted, so there is nothing to take back (edgecollector cert show)")
                    .ConfigureAwait(false);
                return ExitCodes.Failed;
            }

            await host.Out.WriteLineAsync($"✓ {which} is trusted no longer").ConfigureAwait(false);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static string Plain(string text) =>
        text.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
