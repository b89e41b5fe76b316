using System.CommandLine;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;
using EdgeCollector.Options;
using EdgeCollector.Security;
using EdgeCollector.Sources.OpcUa;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCollector.Cli;

/// <summary><c>browse ENDPOINT</c>: what a server has, with live values, and configuration for the machines in it.</summary>
internal static class BrowseCommand
{
    private const int DefaultDepth = 6;
    private const string PasswordName = "opcua_password";

    public static Command Create(CliHost host)
    {
        var endpoint = EndpointArgument.Create();
        var output = new Option<string?>("--out")
        {
            Description = "Write configuration for what is recognised; in a folder conf.d, a part of one.", HelpName = "FILE",
        };
        var depth = new Option<int>("--depth")
        {
            Description = "Levels below Objects, 1 to 20.", HelpName = "N", DefaultValueFactory = _ => DefaultDepth,
        };
        depth.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var levels) || levels is < 1 or > 20))
                result.AddError($"--depth \"{result.Tokens[0].Value}\" is not a number from 1 to 20");
        });
        var security = new Option<string>("--security")
        {
            Description = "None, Sign or SignAndEncrypt.", DefaultValueFactory = _ => "SignAndEncrypt",
        };
        security.AcceptOnlyFromAmong("None", "Sign", "SignAndEncrypt");
        var policy = new Option<string>("--policy")
        {
            Description = "Basic256Sha256, Aes128_Sha256_RsaOaep or Aes256_Sha256_RsaPss.", DefaultValueFactory = _ => "Basic256Sha256",
        };
        policy.AcceptOnlyFromAmong("Basic256Sha256", "Aes128_Sha256_RsaOaep", "Aes256_Sha256_RsaPss");
        var user = new Option<string?>("--user")
        {
            Description = $"Log in; the password is asked for, or taken from ${SecretResolver.Variable(PasswordName)}.",
        };
        var (data, config) = (DataOption.Data(), ConfigOption.Config());
        var command = new Command("browse", "Show a server's nodes with live values; write configuration for the machines in it.")
        {
            endpoint, output, depth, security, policy, user, data, config,
        };
        command.SetAction((parsed, stop) => CertCommand.WithPki(parsed.GetValue(data), parsed.GetValue(config), host, async pki =>
        {
            OpcUaOptions.Securities.Read(parsed.GetValue(security)!, out var mode);
            OpcUaOptions.Policies.Read(parsed.GetValue(policy)!, out var suite);
            var how = new Access(parsed.GetValue(endpoint)!, mode, suite, parsed.GetValue(user));
            if (how is { Security: OpcUaSecurity.None, User: not null })
                return Fail(host, "--user sends a password without security; use SignAndEncrypt, or leave the user out", ExitCodes.Usage);

            string? password = null;
            if (how.User is not null && (password = Password(how.User, host)) is null)
                return Fail(host, $"no password for {how.User}: nobody to ask here, so set ${SecretResolver.Variable(PasswordName)}",
                    ExitCodes.Usage);

            try
            {
                return await Run(how, password, parsed.GetValue(output), parsed.GetValue(depth), pki, host, stop).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ConnectionLostException or ServiceException or CertificateRefusedException)
            {
                return Fail(host, await ExplainAsync(e, how, host, stop).ConfigureAwait(false), ExitCodes.Failed);
            }
        }));
        return command;
    }

    private static async Task<int> Run(Access how, string? password, string? file, int depth, OpcUaPki pki, CliHost host,
        CancellationToken stop)
    {
        var identity = how.User is null ? UserIdentity.Anonymous : UserIdentity.UserName(how.User, password!);
        var options = OpcUaConnection.Secured(new() { EndpointUrl = how.Endpoint, Identity = identity }, how.Security, how.Policy, pki);
        var session = await new OpcUaClient(options, NullLoggerFactory.Instance, host.Time).ConnectAsync(stop).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var tree = await NodeTree.ReadAsync(session, depth, stop).ConfigureAwait(false);
            await host.Out.WriteLineAsync(
                $"Security  {OpcUaOptions.Securities.Show(how.Security)}"
                + (how.Security == OpcUaSecurity.None ? "" : $"/{OpcUaOptions.Policies.Show(how.Policy)}"))
                .ConfigureAwait(false);
            tree.Print(host.Out);
            var machines = FoundMachine.In(tree);
            foreach (var machine in machines)
            {
                var what = machine.IsPackMl ? "PackML" : string.Join(", ", machine.Roles.Select(role => SignalRoles.Word(role.Role)));
                await host.Out.WriteLineAsync($"✓ {Terminal.Safe(machine.Object.Name)}: {what}; {machine.Tags.Count} tags")
                    .ConfigureAwait(false);
            }

            return Offer(machines, new MachineYaml(tree, how.Endpoint, how.Security, how.Policy, how.User), file, host);
        }
    }

    private static int Offer(IReadOnlyList<FoundMachine> machines, MachineYaml yaml, string? file, CliHost host)
    {
        if (machines.Count == 0)
        {
            host.Out.WriteLine("No machine recognised: name the nodes of state, good, scrap yourself (a greater --depth shows more).");
            return file is null ? ExitCodes.Ok : ExitCodes.Failed;
        }

        if (file is null)
        {
            host.Out.WriteLine();
            host.Out.Write(yaml.Write(machines, fragment: true));
            return ExitCodes.Ok;
        }

        var path = Path.Combine(host.WorkingDirectory, file);
        if (File.Exists(path)) return Fail(host, $"{file} exists; choose another name, or remove it first", ExitCodes.Failed);

        var fragment = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) == "conf.d";
        File.WriteAllText(path, yaml.Write(machines, fragment));
        host.Out.WriteLine(
            $"Written to {file} ({machines.Count} {(machines.Count == 1 ? "machine" : "machines")}). Next: edgecollector validate"
            + (fragment ? "" : $" --config {file}"));
        return ExitCodes.Ok;
    }

    /// <summary>The way out: trust, or the security that the server has.</summary>
    private static async Task<string> ExplainAsync(Exception e, Access how, CliHost host, CancellationToken stop)
    {
        if (e is CertificateRefusedException)
            return $"{Terminal.Safe(e.Message, most: 500)}; that is: edgecollector cert trust {how.Endpoint}";
        if (e is ServiceException { Status: var login }
            && (login.Is(StatusCode.BadUserAccessDenied) || login.Is(StatusCode.BadIdentityTokenRejected)))
        {
            return how.User is null
                ? $"{how.Endpoint} lets nobody in without a name ({login}); log in with --user NAME"
                : $"{how.Endpoint} refused the login of {Terminal.Safe(how.User)} ({login}); check user and password";
        }

        if (e is not ServiceException { Status: var status } || !status.Is(StatusCode.BadSecurityPolicyRejected))
            return $"{how.Endpoint}: {Terminal.Safe(e.Message, most: 500)}";

        var plain = new OpcUaClientOptions
        {
            EndpointUrl = how.Endpoint, SecurityMode = MessageSecurityMode.None, SecurityPolicy = SecurityPolicy.None,
        };
        var offered = await new OpcUaClient(plain, NullLoggerFactory.Instance, host.Time).GetEndpointsAsync(stop).ConfigureAwait(false);
        return offered.All(endpoint => endpoint.Mode == MessageSecurityMode.None)
            ? $"{how.Endpoint} has no security switched on; switch it on at the server, or look in clear text with: "
                + $"edgecollector browse {how.Endpoint} --security None"
            : $"{how.Endpoint}: {Terminal.Safe(e.Message, most: 500)}; choose with --security and --policy";
    }

    private static string? Password(string user, CliHost host) =>
        new SecretResolver(host.Environment).Reveal(Secret.Reference(PasswordName))
            ?? host.AskSecret?.Invoke($"Password of {Terminal.Safe(user)}: ");

    private static int Fail(CliHost host, string message, int exit)
    {
        host.Error.WriteLine($"edgecollector: {message}");
        return exit;
    }

    private sealed record Access(string Endpoint, OpcUaSecurity Security, OpcUaPolicy Policy, string? User);
}
