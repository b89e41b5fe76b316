using System.Globalization;
using EdgeCollector.Options;
using EdgeCollector.Options.Tree;
using NJsonSchema;
using Xunit;
using static EdgeCollector.Tests.Options.ConfigurationText;

namespace EdgeCollector.Tests.Options;

public sealed class SampleTests
{
    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root(), "config"), "*.yaml").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_validates_and_has_its_modeline(string name)
    {
        Assert.Empty(ConfigurationLoader.Load(Repository.Sample(name), NoEnvironment).Messages());
        Assert.StartsWith("# yaml-language-server: $schema=./edgecollector.schema.json\n", Repository.SampleText(name),
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_sample_agrees_with_the_schema(string name)
    {
        var schema = await JsonSchema.FromJsonAsync(OptionsSchema.ToText(), TestContext.Current.CancellationToken);
        var root = YamlReader.Read(new SourceText(name, "", OriginKind.File), Repository.SampleText(name), new DiagnosticList())!;
        Assert.Empty(schema.Validate(TreeJson.From(root)).Select(error => error.ToString()));
    }

    [Fact]
    public async Task The_schema_refuses_an_unknown_key_and_a_wrong_word()
    {
        var schema = await JsonSchema.FromJsonAsync(OptionsSchema.ToText(), TestContext.Current.CancellationToken);
        var root = YamlReader.Read(new SourceText("x", "", OriginKind.File), Repository.SampleText()
            .Replace("commit: 1s", "comit: 1s", StringComparison.Ordinal).Replace("clock: auto", "clock: atuo", StringComparison.Ordinal),
                new DiagnosticList())!;
        Assert.NotEmpty(schema.Validate(TreeJson.From(root)));
    }

    [Fact]
    public void The_sample_binds_to_what_it_says()
    {
        var options = ConfigurationLoader.Load(Repository.Sample("edgecollector.yaml"), NoEnvironment).Options!;
        Assert.Equal(("edge-line1", "Europe/Amsterdam", Language.Dutch), (options.Node.Name, options.Node.TimeZone, options.Node.Language));
        Assert.Equal(new RawView(RawViewMode.AtMost, TimeSpan.FromSeconds(1)), options.Uns.Raw);
        Assert.Equal([MqttProfile.Uns, MqttProfile.Sparkplug], options.Mqtt!.Publish);
        Assert.Equal("mqtt_password", options.Mqtt.Login!.Password.Name);
        Assert.Equal(TimeSpan.FromDays(400), options.History.Keep);
        Assert.Equal(5, options.Shifts[0].Days.Count);
        Assert.Equal(new Break(new TimeOnly(18, 0), TimeSpan.FromMinutes(30)), Assert.Single(options.Shifts[1].Breaks));
        Assert.Equal(new DateOnly(2026, 1, 1), options.Products[0].Cycles[1].From);
        Assert.Equal("Rüsten", options.Reasons[2].Label.For(Language.German, "x"));
        var (filler, packer) = (options.Lines[0].Machines[0], options.Lines[0].Machines[1]);
        Assert.Equal((OpcUaSecurity.SignAndEncrypt, OpcUaPolicy.Basic256Sha256), (filler.OpcUa!.Security, filler.OpcUa.Policy));
        Assert.Equal(("nsu=urn:acme:filler;s=Temp", "°C", 0.2),
            (filler.OpcUa.Tags[0].Signal.Node, filler.OpcUa.Tags[0].Unit, filler.OpcUa.Tags[0].Signal.Deadband));
        Assert.Equal([SignalRole.Run, SignalRole.Good, SignalRole.Scrap], packer.Gpio!.Lines.Select(line => line.Role));
        Assert.Equal((GpioActive.Low, "GPIO17", 20.0),
            (packer.Gpio.Lines[0].Active, packer.Gpio.Lines[0].Line, packer.Gpio.Lines[0].Debounce.TotalMilliseconds));
    }

    [Fact]
    public void Rules_and_counters_bind()
    {
        var press = ConfigurationLoader.Load(Repository.Sample("siemens-s7.yaml"), NoEnvironment).Options!.Machines.Single().OpcUa!;
        Assert.Equal([MachineCategory.Down, MachineCategory.Running], press.State!.Rules.When.Select(rule => rule.Category));
        Assert.Equal(["auto", "cycle", "fault"], press.State.Rules.When[1].Condition.Names);
        Assert.Equal([SignalRole.Fault, SignalRole.Good], press.Signals.Select(signal => signal.Role));
        Assert.Equal((32, 2.0), (press.Roles[1].Counter.Bits, press.Roles[1].Counter.PerPiece));
        var values = new Dictionary<string, bool?> { ["auto"] = true, ["cycle"] = true, ["fault"] = null };
        Assert.Null(press.State.Rules.When[1].Condition.Evaluate(name => values[name]));
        values["cycle"] = false;
        Assert.False(press.State.Rules.When[1].Condition.Evaluate(name => values[name]));
    }

    [Theory]
    [InlineData("nl-NL")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Reading_does_not_depend_on_the_culture(string culture)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        var expected = ConfigurationLoader.Load(Repository.Sample("edgecollector.yaml"), NoEnvironment).Show();
        var schema = OptionsSchema.ToText();
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (new CultureInfo(culture), new CultureInfo(culture));
            Assert.Equal(expected, ConfigurationLoader.Load(Repository.Sample("edgecollector.yaml"), NoEnvironment).Show());
            Assert.Equal(schema, OptionsSchema.ToText());
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
