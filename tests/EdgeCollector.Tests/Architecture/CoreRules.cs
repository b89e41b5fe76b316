using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EdgeCollector.Tests.Architecture;

/// <summary>Rules 1 to 3, 5 and 7, the libraries' borders and the size of files. Each method returns one line per violation.</summary>
internal static partial class CoreRules
{
    private const int MaxLines = 500;

    /// <summary>Who may name the engine: the loop, a replay, the engine's own folder, and the wiring that makes it.</summary>
    private static readonly string[] EngineCallers =
    [
        "EdgeCollector.Core/CoreLoop.cs", "EdgeCollector.Core/Oee", "EdgeCollector.Core/Journal/Checkpoint.cs",
        "EdgeCollector.Core/Journal/CheckpointDesk.cs",
        "EdgeCollector/Program.cs", "EdgeCollector/Cli", "EdgeCollector/Demo/DemoHost.cs",
    ];

    private static readonly string[] Adapters =
    [
        "EdgeCollector/Sources", "EdgeCollector/Mqtt", "EdgeCollector/Sparkplug", "EdgeCollector/Influx", "EdgeCollector/Bridge",
        "EdgeCollector/Dashboard", "EdgeCollector/Reports",
    ];

    private static readonly string[] BridgeUnknown =
        ["IJournal", "JournalReader", "JournalEntry", "OeeRecord", "OeeEngine", "IInputs", "Measurements", "LineProtocol"];

    /// <summary>Sums and counts whatever <c>OeeRecord</c> holds: the members of a snapshot or a row bear the same names.</summary>
    private static readonly string[] Sums =
        ["Good", "Total", "Scrap", "Run", "Known", "Planned", "Ideal", "FullyProductive", "Failures",
        "RunTime", "PlannedTime", "KnownTime"];

    /// <summary>Rule 3: into the engine by <c>IInputs.Submit</c>, out of it by <c>JournalReader</c>.</summary>
    public static IEnumerable<string> TwoDoorsOnly(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files)
        {
            var replays = file.TypeName.Contains("Replay", StringComparison.Ordinal)
                || file.TypeName.StartsWith("Explain", StringComparison.Ordinal);
            foreach (var name in new[] { "OeeEngine", "IEngine" }.Where(n => !replays && !file.IsIn(EngineCallers) && file.Mentions(n)))
            {
                yield return $"{file.Path} mentions {name}: only CoreLoop and replay call the engine";
            }

            foreach (var name in new[] { "RingBuffer", "ProducerClaim", "SegmentJournal", "MemoryJournal", "GroupCommit" }
                .Where(n => file.IsIn(Adapters) && file.Mentions(n)))
            {
                yield return $"{file.Path} mentions {name}: adapters go in by IInputs.Submit and out by JournalReader";
            }
        }
    }

    /// <summary>Rule 5: no <c>/</c> between two sums outside <c>OeeFormula</c>, in C# or in the SQL of a string.</summary>
    public static IEnumerable<string> RatiosAreDividedInOeeFormulaOnly(IReadOnlyList<SourceFile> files)
    {
        var record = files.FirstOrDefault(f => f.Path == "EdgeCollector.Core/Oee/OeeRecord.cs");
        var members = record is null ? [] : NumericMember().Matches(record.Code).Select(m => m.Groups["name"].Value);
        var sums = Sums.Concat(members).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
            from file in files
            where file.Path != "EdgeCollector.Core/Oee/OeeFormula.cs"
            from Match division in Division().Matches(file.Statements)
            where IsSum(sums, division.Groups["left"].Value) && IsSum(sums, division.Groups["right"].Value)
            select $"{file.Path} divides two sums (\"{division.Value.Trim()}\"): only OeeFormula does";
    }

    /// <summary>Rule 7: the bridge sees broker messages and nothing else.</summary>
    public static IEnumerable<string> TheBridgeKnowsNoSchema(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsIn("EdgeCollector/Bridge")
        from name in BridgeUnknown
        where file.Mentions(name)
        select $"{file.Path} mentions {name}: the bridge knows no journal, engine, record or schema";

    /// <summary>Rules 1 and 2: the libraries import neither each other nor the worker.</summary>
    public static IEnumerable<string> LibrariesKnowOnlyThemselves(IReadOnlyList<SourceFile> files) =>
        from file in files
        let own = file.Path.Split('/')[0]
        where own != "EdgeCollector"
        from ns in file.Usings
        where (ns == "EdgeCollector" || ns.StartsWith("EdgeCollector.", StringComparison.Ordinal))
            && ns != own && !ns.StartsWith(own + ".", StringComparison.Ordinal)
        select $"{file.Path} imports {ns}: {own} knows only itself";

    /// <summary>Within OpcUa, Client/ and Server/ do not see each other, and the layers below see neither.</summary>
    public static IEnumerable<string> OpcUaClientAndServerDoNotSeeEachOther(IReadOnlyList<SourceFile> files)
    {
        foreach (var side in new[] { "Client", "Server" })
        {
            var folder = $"EdgeCollector.OpcUa/{side}";
            var types = files.Where(f => f.IsIn(folder)).Select(f => $"{side}.{f.TypeName}").ToArray();
            foreach (var file in files.Where(f => f.IsIn("EdgeCollector.OpcUa") && !f.IsIn(folder)))
            {
                if (file.Imports($"EdgeCollector.OpcUa.{side}") || types.Any(file.Mentions))
                {
                    yield return $"{file.Path} knows {folder}/: the layers below and the other side may not";
                }
            }
        }
    }

    /// <summary>House: no source file is longer than 500 lines.</summary>
    public static IEnumerable<string> FilesAreShort(IReadOnlyList<SourceFile> files) =>
        files.Where(f => f.Lines > MaxLines).Select(f => $"{f.Path} has {f.Lines} lines: at most {MaxLines}");

    /// <summary>Project files: the libraries reference the logging abstractions and nothing else.</summary>
    public static IEnumerable<string> LibraryReferences(string project, string csproj)
    {
        var items = XDocument.Parse(csproj).Descendants();
        foreach (var reference in items.Where(e => e.Name.LocalName is "ProjectReference" or "Reference" or "FrameworkReference"))
        {
            yield return $"{project} references {reference.Attribute("Include")?.Value}: it stands alone";
        }

        foreach (var package in items.Where(e => e.Name.LocalName == "PackageReference").Select(e => e.Attribute("Include")?.Value))
        {
            if (package != "Microsoft.Extensions.Logging.Abstractions")
            {
                yield return $"{project} takes {package}: only Microsoft.Extensions.Logging.Abstractions is allowed";
            }
        }
    }

    private static bool IsSum(HashSet<string> sums, string operand)
    {
        var member = operand.Split('.')[^1];
        foreach (var suffix in new[] { "_s", "_ms", "Ms", "Seconds", "Milliseconds", "Count", "Ticks" })
        {
            if (member.EndsWith(suffix, StringComparison.Ordinal) && member.Length > suffix.Length)
            {
                member = member[..^suffix.Length];
                break;
            }
        }

        return sums.Contains(member.Replace("_", "", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"public\s+(?:required\s+)?(?:long|int|double)\??\s+(?<name>(?!Start\b|End\b|Rev\b)[A-Z]\w*)\s*(?:\{|=>)")]
    private static partial Regex NumericMember();

    // Operands are names with their owners; a cast before the right one does not hide it.
    [GeneratedRegex(@"(?<left>[A-Za-z_][\w.]*)\)?!?\s*/\s*(?:\(\s*\(?\s*(?:double|decimal|float)\s*\)\s*)?\(?(?<right>[A-Za-z_][\w.]*)")]
    private static partial Regex Division();
}
