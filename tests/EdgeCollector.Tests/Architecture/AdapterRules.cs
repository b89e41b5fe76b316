using System.Text.RegularExpressions;

namespace EdgeCollector.Tests.Architecture;

/// <summary>Rules 6, 8 and 12: who may know whom in the worker. Each method returns one line per violation.</summary>
internal static class AdapterRules
{
    private const string Worker = "EdgeCollector";

    /// <summary>Folders of the worker that are adapters; a folder that is not listed (Options, Contracts, ...) is shared by them.</summary>
    private static readonly string[] Adapters =
        ["Sources", "Storage", "Mqtt", "Sparkplug", "Influx", "Bridge", "Dashboard", "Reports", "Explain", "Outputs", "Demo"];

    /// <summary>The only places that know every adapter.</summary>
    private static readonly string[] Wiring = [$"{Worker}/Program.cs", $"{Worker}/Cli", $"{Worker}/Demo/DemoHost.cs"];

    /// <summary>What an adapter may take of another: files below a path, types whose names begin so (empty: all).</summary>
    private static readonly (string From, string To, string TypePrefix)[] Allowed =
    [
        ("Sparkplug", "Mqtt", ""),
        ("Sources/Mqtt", "Mqtt", "Mqtt"),
        ("Bridge", "Mqtt", "Mqtt"),
        ("Bridge", "Influx", ""),
        ("Dashboard", "Storage/History", ""),
        ("Reports", "Storage/History", ""),
        ("Explain", "Storage/Archive", ""),
        ("Outputs", "Sources/Gpio", "IGpioOutput"),
        ("Outputs", "Sources/Gpio", "GpioException"),
        ("Demo", "Sources/Gpio", "IGpioLines"),
        ("Demo", "Sources/Gpio", "GpioEdge"),
    ];

    /// <summary>Rule 6, and from rule 12: folders that are no adapters know none either.</summary>
    public static IEnumerable<string> AdaptersDoNotImportEachOther(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files.Where(f => f.IsIn(Worker) && !f.IsIn(Wiring)))
        {
            var own = Adapter(file.Path);
            foreach (var other in files.Where(f => Adapter(f.Path) is { } a && a != own && a != "Demo"))
            {
                if (Knows(file, other) && !IsAllowed(file, other))
                {
                    var who = own ?? "a folder that is no adapter";
                    yield return $"{file.Path} knows {other.Path}: {who} may not import {Adapter(other.Path)}";
                }
            }
        }
    }

    /// <summary>Rule 12: nothing outside Cli/ knows Demo/, Demo/ is not a source and only its host knows the wiring.</summary>
    public static IEnumerable<string> DemoIsKnownToTheCommandLineOnly(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files.Where(f => !f.IsIn($"{Worker}/Demo", $"{Worker}/Cli")))
        {
            if (file.Imports("EdgeCollector.Demo") || file.Mentions("EdgeCollector.Demo")
                || files.Any(demo => demo.IsIn($"{Worker}/Demo") && file.Mentions($"Demo.{demo.TypeName}")))
            {
                yield return $"{file.Path} knows Demo/: only Cli/ may";
            }
        }

        foreach (var file in files.Where(f => f.IsIn($"{Worker}/Demo") && f.Mentions("IMachineSource") && !f.IsIn(Wiring)))
        {
            yield return $"{file.Path} mentions IMachineSource: the demo drives UaServer and the GPIO line seam, it is not a source";
        }

        foreach (var file in files.Where(f => f.IsIn($"{Worker}/Demo") && f.Imports("EdgeCollector.Cli") && !f.IsIn(Wiring)))
        {
            yield return $"{file.Path} imports EdgeCollector.Cli: in Demo/ only DemoHost knows the wiring";
        }
    }

    /// <summary>Rule 8: SQLite is known to its own folder, to pages and reports, and to the wiring; nobody decides by it.</summary>
    public static IEnumerable<string> SqliteIsReadByPagesAndReportsOnly(IReadOnlyList<SourceFile> files)
    {
        const string history = $"{Worker}/Storage/History";
        foreach (var file in files.Where(f => !f.IsIn(history)))
        {
            if (file.Imports("Microsoft.Data.Sqlite") || file.Mentions("Microsoft.Data.Sqlite"))
            {
                yield return $"{file.Path} imports Microsoft.Data.Sqlite: only {history}/ may";
            }

            if (!file.IsIn([$"{Worker}/Dashboard", $"{Worker}/Reports", .. Wiring])
                && files.FirstOrDefault(f => f.IsIn(history) && f.TypeName.StartsWith("History", StringComparison.Ordinal)
                    && file.Mentions(f.TypeName)) is { } read)
            {
                yield return $"{file.Path} mentions {read.TypeName}: SQLite is never read to decide what to publish, count or resume";
            }
        }
    }

    /// <summary>Rule 8: pages and reports read the snapshot or SQLite, never the running engine or the journal.</summary>
    public static IEnumerable<string> PagesNeverReadTheEngine(IReadOnlyList<SourceFile> files)
    {
        string[] engine = ["CoreLoop", "OeeEngine", "IEngine", "MachineTracker", "RingBuffer", "JournalReader", "IJournal"];
        return
            from file in files
            where file.IsIn($"{Worker}/Dashboard", $"{Worker}/Reports")
                && !file.TypeName.StartsWith("Explain", StringComparison.Ordinal)
            from name in engine
            where file.Mentions(name)
            select $"{file.Path} mentions {name}: pages read LiveSnapshot or SQLite";
    }

    /// <summary>The first folder below the worker, when that is an adapter; else null.</summary>
    private static string? Adapter(string path) =>
        path.Split('/') is [Worker, var folder, _, ..] && Adapters.Contains(folder) ? folder : null;

    /// <summary>By an import, or by a name with its namespace, from the root or relative (<c>Mqtt.MqttConnection</c>).</summary>
    private static bool Knows(SourceFile file, SourceFile other)
    {
        var folder = other.Path[..other.Path.LastIndexOf('/')];
        var ns = folder.Replace('/', '.');
        var relative = ns[(Worker.Length + 1)..];
        return file.Usings.Contains(ns)
            || Regex.IsMatch(file.Code, $@"(?<![\w.])(?:EdgeCollector\.)?{Regex.Escape(relative)}\.{Regex.Escape(other.TypeName)}\b");
    }

    private static bool IsAllowed(SourceFile file, SourceFile other) => Allowed.Any(a =>
        file.IsIn($"{Worker}/{a.From}") && other.IsIn($"{Worker}/{a.To}")
        && (other.TypeName.StartsWith(a.TypePrefix, StringComparison.Ordinal) || !file.Mentions(other.TypeName)));
}
