using Xunit;

namespace EdgeCollector.Tests.Architecture;

/// <summary>Each rule on small texts that break it and small texts that keep it.</summary>
public sealed class AdapterRulesTests
{
    private static readonly SourceFile Connection = new("EdgeCollector/Mqtt/MqttConnection.cs", "namespace EdgeCollector.Mqtt;");
    private static readonly SourceFile Uns = new("EdgeCollector/Mqtt/UnsPublisher.cs", "namespace EdgeCollector.Mqtt;");
    private static readonly SourceFile History = new("EdgeCollector/Storage/History/HistoryQueries.cs", "namespace X;");
    private static readonly SourceFile Files = new("EdgeCollector/Storage/FileLock.cs", "namespace EdgeCollector.Storage;");
    private static readonly SourceFile Gpio = new("EdgeCollector/Sources/Gpio/GpioSource.cs", "namespace EdgeCollector.Sources.Gpio;");
    private static readonly SourceFile GpioLines = new("EdgeCollector/Sources/Gpio/IGpioLines.cs", "namespace EdgeCollector.Sources.Gpio;");
    private static readonly SourceFile DemoHost = new("EdgeCollector/Demo/DemoHost.cs", "using EdgeCollector.Mqtt;");

    [Theory]
    [InlineData("Influx/InfluxWriter.cs", "using EdgeCollector.Mqtt;")]
    [InlineData("Influx/InfluxWriter.cs", "var c = new Mqtt.MqttConnection();")]
    [InlineData("Influx/InfluxWriter.cs", "var c = new EdgeCollector.Mqtt.MqttConnection();")]
    [InlineData("Influx/InfluxWriter.cs", "using Connection = EdgeCollector.Mqtt.MqttConnection;")]
    [InlineData("Bridge/BridgeLoop.cs", "using EdgeCollector.Mqtt;\nUnsPublisher p;")]
    [InlineData("Sources/Gpio/GpioSource.cs", "using EdgeCollector.Mqtt;")]
    [InlineData("Dashboard/LiveFeed.cs", "using EdgeCollector.Storage;\nFileLock l;")]
    [InlineData("Mqtt/BatchPublisher.cs", "using EdgeCollector.Storage.History;")]
    [InlineData("Options/CollectorOptions.cs", "using EdgeCollector.Mqtt;")]
    [InlineData("Demo/SimulatedFiller.cs", "using EdgeCollector.Mqtt;")]
    [InlineData("Demo/SimulatedLines.cs", "using EdgeCollector.Sources.Gpio;\nGpioSource s;")]
    [InlineData("Outputs/LampPin.cs", "using EdgeCollector.Sources.Gpio;\nGpioSource s;")]
    public void Rule_6_finds_an_adapter_that_imports_another(string path, string text) =>
        Assert.NotEmpty(AdapterRules.AdaptersDoNotImportEachOther(Tree(path, text)));

    [Theory]
    [InlineData("Sparkplug/SparkplugNode.cs", "using EdgeCollector.Mqtt;\nUnsPublisher p;")]
    [InlineData("Sources/Mqtt/MqttInputs.cs", "using EdgeCollector.Mqtt;\nMqttConnection c;")]
    [InlineData("Bridge/BridgeLoop.cs", "using EdgeCollector.Mqtt;\nMqttConnection c;")]
    [InlineData("Reports/ShiftReport.cs", "using EdgeCollector.Storage.History;")]
    [InlineData("Demo/SimulatedLines.cs", "using EdgeCollector.Sources.Gpio;\nIGpioLines l; GpioEdge e;")]
    [InlineData("Cli/RunCommand.cs", "using EdgeCollector.Mqtt;\nusing EdgeCollector.Storage;")]
    [InlineData("Influx/InfluxWriter.cs", "// as in Mqtt.MqttConnection\nvar text = \"using EdgeCollector.Mqtt;\";")]
    [InlineData("Influx/InfluxWriter.cs", "var broker = options.Mqtt.MqttConnection;")]
    public void Rule_6_lets_pass_what_is_allowed(string path, string text) =>
        Assert.Empty(AdapterRules.AdaptersDoNotImportEachOther(Tree(path, text)));

    [Theory]
    [InlineData("Mqtt/BatchPublisher.cs", "using Microsoft.Data.Sqlite;")]
    [InlineData("Mqtt/BatchPublisher.cs", "HistoryQueries queries;")]
    [InlineData("Dashboard/Api.cs", "using Microsoft.Data.Sqlite;")]
    public void Rule_8_finds_a_reader_of_SQLite(string path, string text) =>
        Assert.NotEmpty(AdapterRules.SqliteIsReadByPagesAndReportsOnly(Tree(path, text)));

    [Fact]
    public void Rule_8_lets_pages_ask_the_queries() =>
        Assert.Empty(AdapterRules.SqliteIsReadByPagesAndReportsOnly(Tree("Dashboard/Api.cs", "HistoryQueries queries;")));

    [Fact]
    public void Rule_8_finds_a_page_that_reads_the_engine()
    {
        Assert.NotEmpty(AdapterRules.PagesNeverReadTheEngine(Tree("Dashboard/LiveFeed.cs", "OeeEngine engine;")));
        Assert.Empty(AdapterRules.PagesNeverReadTheEngine(Tree("Dashboard/LiveFeed.cs", "LiveSnapshot live; // not the OeeEngine")));
    }

    [Theory]
    [InlineData("Mqtt/BatchPublisher.cs", "using EdgeCollector.Demo;")]
    [InlineData("Program.cs", "Demo.DemoHost.Run();")]
    [InlineData("Demo/DemoSummary.cs", "using EdgeCollector.Cli;")]
    [InlineData("Demo/SimulatedPacker.cs", "internal sealed class SimulatedPacker : IMachineSource;")]
    public void Rule_12_finds_who_knows_the_demo_and_a_demo_that_is_a_source(string path, string text) =>
        Assert.NotEmpty(AdapterRules.DemoIsKnownToTheCommandLineOnly(Tree(path, text)));

    [Theory]
    [InlineData("Cli/DemoCommand.cs", "using EdgeCollector.Demo;")]
    [InlineData("Demo/DemoHost.cs", "using EdgeCollector.Cli;")]
    public void Rule_12_lets_the_command_line_know_the_demo_and_its_host_the_wiring(string path, string text) =>
        Assert.Empty(AdapterRules.DemoIsKnownToTheCommandLineOnly(Tree(path, text)));

    private static SourceFile[] Tree(string path, string text) =>
        [Connection, Uns, History, Files, Gpio, GpioLines, DemoHost, new SourceFile($"EdgeCollector/{path}", text)];
}
