using EdgeCollector.Options;

namespace EdgeCollector.Cli.Doctor;

/// <summary>What is looked at.</summary>
/// <param name="Data">The data folder.</param>
/// <param name="Length">How long machines are listened to.</param>
internal sealed record Installation(
    LoadedConfiguration Configuration, CollectorOptions Options, SecretResolver Secrets, string Data, TimeSpan Length, CliHost Host)
{
    /// <summary>Longest wait for an answer from the network.</summary>
    public static TimeSpan Patience => TimeSpan.FromSeconds(10);
}
