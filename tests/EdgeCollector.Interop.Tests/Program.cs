using EdgeCollector.Interop.Tests.Disks;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace EdgeCollector.Interop.Tests;

/// <summary>xunit's own entry point, and in front of it the process that <see cref="PowerCutTests"/> kills: what a power cut is to take must
/// die alone.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        [CutWriter.Verb, var kind, var folder] => await CutWriter.RunAsync(kind, folder, Console.Out),
        _ when args.Any(arg => arg is "--server" or "--internal-msbuild-node") =>
            await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => await ConsoleRunner.Run(args),
    };
}
