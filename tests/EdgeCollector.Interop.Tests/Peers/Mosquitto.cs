using System.Security.Cryptography;
using System.Text;

namespace EdgeCollector.Interop.Tests.Peers;

/// <summary>A mosquitto broker on loopback in a directory of its own; it can be killed and started again on the same ports.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly string _program;
    private readonly MosquittoOptions _options;
    private readonly TempDirectory _directory = new();
    private ChildProcess? _process;

    private Mosquitto(string program, MosquittoOptions options)
    {
        _program = program;
        _options = options;
        Port = FreePort.Next();
        if (options.Tls)
        {
            TlsPort = FreePort.Next();
            Authority = new TestAuthority();
        }
    }

    public int Port { get; }

    /// <summary>Port of the TLS listener; 0 without one.</summary>
    public int TlsPort { get; }

    /// <summary>Who signed the broker's certificate; null without TLS.</summary>
    public TestAuthority? Authority { get; }

    public string Log => _process?.Log ?? "";

    /// <summary>Starts a broker; skips the test where mosquitto is not installed.</summary>
    public static async Task<Mosquitto> StartNewAsync(MosquittoOptions? options = null)
    {
        var broker = new Mosquitto(Programs.Require("mosquitto", "mosquitto"), options ?? new MosquittoOptions());
        try
        {
            broker.WriteFiles();
            await broker.StartAsync();
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts again after <see cref="KillAsync"/> or <see cref="StopAsync"/>, on the same ports with what was persisted.</summary>
    public async Task StartAsync()
    {
        _process = ChildProcess.Start(_program, ["-c", _directory.At("mosquitto.conf")], _directory.Path);
        await _process.WaitForLineAsync(line => line.Contains(" running", StringComparison.Ordinal), "'running'", Patience);
    }

    public async Task<int> StopAsync()
    {
        var code = await _process!.StopAsync(Patience);
        await EndAsync();
        return code;
    }

    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await EndAsync();
    }

    /// <summary>Has the broker write its database now and keeps a copy of it for <see cref="Restore"/>.</summary>
    public async Task SaveAsync()
    {
        File.Delete(Database);
        _process!.SignalUser1();
        var clock = TimeProvider.System;
        for (var start = clock.GetTimestamp(); !File.Exists(Database);)
        {
            if (clock.GetElapsedTime(start) > Patience)
            {
                throw new PeerException("mosquitto did not write its database on SIGUSR1", Log);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), clock);
        }

        // Written beside and renamed, so it is whole.
        File.Copy(Database, Saved, overwrite: true);
    }

    /// <summary>While it is dead: the database is as it was at <see cref="SaveAsync"/>; gone, where there was none.</summary>
    public void Restore()
    {
        Forget();
        if (File.Exists(Saved))
        {
            File.Copy(Saved, Database);
        }
    }

    /// <summary>While it is dead: all sessions, subscriptions and messages are lost.</summary>
    public void Forget() => File.Delete(Database);

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Authority?.Dispose();
        _directory.Dispose();
    }

    private string Database => _directory.At("mosquitto.db");

    private string Saved => _directory.At("saved.db");

    private async Task EndAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    private void WriteFiles()
    {
        var config = new StringBuilder();
        // Started by root, mosquitto would change to a user that may not read this directory.
        config.AppendLine($"user {Environment.UserName}").AppendLine("log_dest stderr").AppendLine("per_listener_settings false");
        config.AppendLine(_options.Users.Count == 0 ? "allow_anonymous true" : "allow_anonymous false");
        if (_options.Users.Count > 0)
        {
            config.AppendLine($"password_file {_directory.Write("passwords", PasswordFile(_options.Users))}");
        }

        if (_options.Acl is { } acl)
        {
            config.AppendLine($"acl_file {_directory.Write("acl", acl)}");
        }

        if (_options.Persistence != BrokerPersistence.None)
        {
            config.AppendLine("persistence true").AppendLine($"persistence_location {_directory.Path}/");
        }

        if (_options.Persistence == BrokerPersistence.EveryChange)
        {
            config.AppendLine("autosave_on_changes true").AppendLine("autosave_interval 1");
        }

        config.AppendLine(_options.Config);
        config.AppendLine($"listener {Port} 127.0.0.1");
        if (Authority is { } authority)
        {
            authority.WriteServer(_directory.Path);
            config.AppendLine($"listener {TlsPort} 127.0.0.1");
            config.AppendLine($"cafile {_directory.At("ca.crt")}");
            config.AppendLine($"certfile {_directory.At("server.crt")}").AppendLine($"keyfile {_directory.At("server.key")}");
            config.AppendLine($"require_certificate {(_options.ClientCertificates ? "true" : "false")}");
        }

        _directory.Write("mosquitto.conf", config.ToString());
    }

    /// <summary>The file that mosquitto_passwd writes: PBKDF2 with SHA-512, 101 rounds.</summary>
    private static string PasswordFile(IReadOnlyDictionary<string, string> users)
    {
        const int rounds = 101;
        var lines = new StringBuilder();
        foreach (var (user, password) in users)
        {
            var salt = RandomNumberGenerator.GetBytes(12);
            var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA512, 64);
            lines.Append($"{user}:$7${rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}\n");
        }

        return lines.ToString();
    }
}
