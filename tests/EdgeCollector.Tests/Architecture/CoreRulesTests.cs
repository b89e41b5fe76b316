using Xunit;

namespace EdgeCollector.Tests.Architecture;

/// <summary>Each rule on small texts that break it and small texts that keep it.</summary>
public sealed class CoreRulesTests
{
    private static readonly SourceFile Record = new(
        "EdgeCollector.Core/Oee/OeeRecord.cs",
        "public required long Start { get; init; }\npublic double? TargetPieces { get; init; }\npublic long Unreasoned => 1;");

    [Theory]
    [InlineData("EdgeCollector/Mqtt/UnsPublisher.cs", "OeeEngine engine;")]
    [InlineData("EdgeCollector.Core/Journal/SegmentJournal.cs", "IEngine engine;")]
    [InlineData("EdgeCollector/Sources/Gpio/GpioSource.cs", "RingBuffer<Input> ring;")]
    [InlineData("EdgeCollector/Sparkplug/SparkplugNode.cs", "SegmentJournal journal;")]
    public void Rule_3_finds_a_third_door(string path, string text) => Assert.NotEmpty(CoreRules.TwoDoorsOnly([new(path, text)]));

    [Theory]
    [InlineData("EdgeCollector.Core/CoreLoop.cs", "OeeEngine engine; RingBuffer<Input> ring;")]
    [InlineData("EdgeCollector/Cli/ReplayCommand.cs", "OeeEngine engine;")]
    [InlineData("EdgeCollector/Mqtt/UnsPublisher.cs", "/// <see cref=\"OeeEngine\"/>\nJournalReader reader;")]
    [InlineData("EdgeCollector/Mqtt/UnsPublisher.cs", "MyOeeEngineName name;")]
    public void Rule_3_lets_the_two_doors_pass(string path, string text) => Assert.Empty(CoreRules.TwoDoorsOnly([new(path, text)]));

    [Theory]
    [InlineData("return r.Good / r.Total;")]
    [InlineData("var q = (double)record.Good / (double)record.Total;")]
    [InlineData("var a = run / known;")]
    [InlineData("x = row.RunSeconds / (row.PlannedSeconds + 1);")]
    [InlineData("x = r.Unreasoned / r.Planned;")]
    [InlineData("x = r.Total / r.TargetPieces;")]
    [InlineData("const string Sql = \"SELECT good / total FROM oee\";")]
    [InlineData("var sql = $\"SELECT sum(o.run_s) / o.known_s FROM oee\";")]
    public void Rule_5_finds_a_ratio(string text) =>
        Assert.NotEmpty(CoreRules.RatiosAreDividedInOeeFormulaOnly([Record, new("EdgeCollector/Reports/ShiftReport.cs", text)]));

    [Theory]
    [InlineData("EdgeCollector.Core/Oee/OeeFormula.cs", "return r.Good / r.Total;")]
    [InlineData("EdgeCollector/Reports/ShiftReport.cs", "var seconds = r.Run / 1000;")]
    [InlineData("EdgeCollector/Reports/ShiftReport.cs", "var topic = $\"{root}/good/{line}\"; // good / total")]
    [InlineData("EdgeCollector/Reports/ShiftReport.cs", "/* good / total */ var half = width / count;")]
    [InlineData("EdgeCollector/Reports/ShiftReport.cs", "var x = r.Start / r.Total;")]
    public void Rule_5_lets_pass_what_is_no_ratio(string path, string text) =>
        Assert.Empty(CoreRules.RatiosAreDividedInOeeFormulaOnly([Record, new(path, text)]));

    [Fact]
    public void Rule_7_finds_a_bridge_that_reads_the_journal() =>
        Assert.NotEmpty(CoreRules.TheBridgeKnowsNoSchema([new("EdgeCollector/Bridge/BridgeLoop.cs", "JournalReader reader;")]));

    [Theory]
    [InlineData("EdgeCollector.OpcUa/Client/Session.cs", "using EdgeCollector.Core.Inputs;")]
    [InlineData("EdgeCollector.Core/CoreLoop.cs", "using EdgeCollector.OpcUa.Types;")]
    [InlineData("EdgeCollector.Core/CoreLoop.cs", "using static EdgeCollector.Options.CollectorOptions;")]
    public void Libraries_that_import_more_than_themselves_are_found(string path, string text) =>
        Assert.NotEmpty(CoreRules.LibrariesKnowOnlyThemselves([new(path, text)]));

    [Fact]
    public void Libraries_may_import_their_own_folders() =>
        Assert.Empty(CoreRules.LibrariesKnowOnlyThemselves(
            [new("EdgeCollector.OpcUa/Client/Session.cs", "using EdgeCollector.OpcUa.Types;")]));

    [Theory]
    [InlineData("Server/UaServer.cs", "using EdgeCollector.OpcUa.Client;")]
    [InlineData("Server/UaServer.cs", "Client.Session session;")]
    [InlineData("Channel/SecureChannel.cs", "using EdgeCollector.OpcUa.Client;")]
    public void OPC_UA_sides_that_see_each_other_are_found(string path, string text) =>
        Assert.NotEmpty(CoreRules.OpcUaClientAndServerDoNotSeeEachOther(
        [
            new("EdgeCollector.OpcUa/Client/Session.cs", "namespace EdgeCollector.OpcUa.Client;"),
            new($"EdgeCollector.OpcUa/{path}", text),
        ]));

    [Fact]
    public void A_file_of_501_lines_is_found_and_one_of_500_is_not()
    {
        var lines = string.Concat(Enumerable.Repeat("x\n", 500));
        Assert.Empty(CoreRules.FilesAreShort([new("EdgeCollector.Core/A.cs", lines)]));
        Assert.NotEmpty(CoreRules.FilesAreShort([new("EdgeCollector.Core/A.cs", lines + "x")]));
    }

    [Theory]
    [InlineData("<ProjectReference Include=\"..\\EdgeCollector.Core\\EdgeCollector.Core.csproj\" />")]
    [InlineData("<PackageReference Include=\"MQTTnet\" />")]
    [InlineData("<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />")]
    public void A_library_that_references_more_is_found(string item) =>
        Assert.NotEmpty(CoreRules.LibraryReferences("EdgeCollector.OpcUa", $"<Project><ItemGroup>{item}</ItemGroup></Project>"));
}
