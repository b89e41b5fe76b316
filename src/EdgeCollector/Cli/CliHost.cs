using System.Collections;
using EdgeCollector.Sources.Gpio;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary>What a verb sees of the world: streams, environment, working directory. Tests pass their own.</summary>
internal sealed record CliHost
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public string WorkingDirectory { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Colours are for a terminal and only where NO_COLOR is not set (no-color.org).</summary>
    public bool Colour { get; init; }

    /// <summary>Asks for one line; null where nobody sits at a terminal.</summary>
    public Func<string, string?>? Ask { get; init; }

    /// <summary>Asks for a password without showing it; null where nobody sits at a terminal.</summary>
    public Func<string, string?>? AskSecret { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IGpioKernel Gpio { get; init; } = GpioNative.Instance;

    public Func<SystemClock.State> Clock { get; init; } = SystemClock.Read;

    public static CliHost FromProcess()
    {
        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal);
        return new CliHost
        {
            Out = Console.Out,
            Error = Console.Error,
            Environment = environment,
            Ask = Console.IsInputRedirected ? null : Terminal.Ask,
            AskSecret = Console.IsInputRedirected ? null : Terminal.AskSecret,
            Colour = !Console.IsOutputRedirected && string.IsNullOrEmpty(environment.GetValueOrDefault("NO_COLOR")),
        };
    }
}
