using EdgeCollector.Options;
using Xunit;
using static EdgeCollector.Tests.Options.ConfigurationText;

namespace EdgeCollector.Tests.Options;

public sealed class MergeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgecollector-merge-").FullName;

    private string Main => Path.Combine(_folder, "edgecollector.yaml");

    public MergeTests() => File.Copy(Repository.Sample("edgecollector.yaml"), Main);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Conf_d_merges_lists_by_name_code_and_id_and_never_by_position()
    {
        Write("conf.d/10.yaml",
            """
            lines: [{ name: line1, machines: [{ name: packer1, ideal_cycle: 2s }, { name: wrapper1, ideal_cycle: 3s, gpio: { good: { line: GPIO5 } } }] }]
            reasons: [{ code: no_film, category: External }]
            products: [{ id: SKU-9, cycles: [{ machine: wrapper1, ideal: 1s }] }]
            """);
        Write("conf.d/20.yml", "journal: { commit: 2s }");
        Write("conf.d/ignored.txt", "journal: { commit: 9s }");
        var options = Options(Load());
        Assert.Equal(["filler1", "packer1", "wrapper1"], options.Machines.Select(machine => machine.Name));
        Assert.Equal([1.5, 2, 3], options.Machines.Select(machine => machine.IdealCycle!.Value.TotalSeconds));
        Assert.Equal(["jam", "no_film", "changeover"], options.Reasons.Select(reason => reason.Code));
        Assert.Equal(MachineCategory.External, options.Reasons[1].Category);
        Assert.Equal("Folie op", options.Reasons[1].Label.Dutch);
        Assert.Equal(["SKU-4711", "SKU-9"], options.Products.Select(product => product.Id));
        Assert.Equal(TimeSpan.FromSeconds(2), options.Journal.Commit);
    }

    [Fact]
    public void The_environment_beats_conf_d_and_names_list_items()
    {
        Write("conf.d/10.yaml", "mqtt: { broker: \"mqtts://conf.d:8883\" }");
        var options = Options(Load(
            ("EDGECOLLECTOR__MQTT__BROKER", "mqtts://env:8883"),
            ("EDGECOLLECTOR__MQTT__PUBLISH", "sparkplug, uns"),
            ("EDGECOLLECTOR__HISTORY__MAX_SIZE", "1GB"),
            ("EDGECOLLECTOR__LINES__line1__MACHINES__filler1__OPCUA__ENDPOINT", "opc.tcp://other:4840"),
            ("EDGECOLLECTOR__PRODUCTS__SKU_4711__LABEL__NL", "Blik"),
            ("EDGECOLLECTOR_OTHER", "x")));
        Assert.Equal("env", options.Mqtt!.Broker.Host);
        Assert.Equal([MqttProfile.Sparkplug, MqttProfile.Uns], options.Mqtt.Publish);
        Assert.Equal(1_000_000_000, options.History.MaxSize.Bytes);
        Assert.Equal("other", options.Lines[0].Machines[0].OpcUa!.Endpoint.Host);
        Assert.Equal("Blik", options.Products[0].Label.Dutch);
    }

    [Theory]
    [InlineData("EDGECOLLECTOR__LINES__line9__NAME", "x",
        "EDGECOLLECTOR__LINES__line9__NAME: no item \"line9\" in that list – there are line1")]
    [InlineData("EDGECOLLECTOR__JOURNAL__COMIT", "1s",
        "EDGECOLLECTOR__JOURNAL__COMIT: unknown key \"comit\" in journal – did you mean \"commit\"?")]
    [InlineData("EDGECOLLECTOR__JOURNAL__COMMIT", "soon",
        "EDGECOLLECTOR__JOURNAL__COMMIT: journal.commit \"soon\" is not a duration like 20ms, 1.5s, 2m, 24h or 400d")]
    [InlineData("EDGECOLLECTOR____COMMIT", "1s",
        "EDGECOLLECTOR____COMMIT: the name is not a path of keys joined by two underscores – like EDGECOLLECTOR__MQTT__BROKER")]
    public void A_wrong_variable_is_named(string name, string value, string expected) =>
        Assert.Equal(expected, Assert.Single(Load((name, value)).Diagnostics).ToString());

    [Fact]
    public void An_error_in_conf_d_names_that_file()
    {
        Write("conf.d/10.yaml", "\n\njournal: { commit: never }");
        var found = Assert.Single(Load().Diagnostics);
        Assert.Equal(Path.Combine(_folder, "conf.d", "10.yaml") + ":3:20", found.At.Location);
    }

    [Fact]
    public void Products_and_reasons_come_from_csv()
    {
        Write("products.csv",
            "id;label.nl;cycles.machine;cycles.ideal;cycles.from\nA;\"Blik \"\"33\"\"; cl\";filler1;1.5s;2026-01-01\nA;;packer1;2s;\n\nB;Fles;;;\n");
        Write("reasons.csv", "code,group,category,plc,label.en\njam,technical,Down,1203 1204,Jam\n");
        var text = File.ReadAllLines(Main).ToList();
        text.RemoveRange(17, 6);
        text.InsertRange(17, ["products: { csv: products.csv }", "reasons: { csv: reasons.csv }"]);
        File.WriteAllLines(Main, text);
        var options = Options(Load());
        Assert.Equal(["A", "B"], options.Products.Select(product => product.Id));
        Assert.Equal("Blik \"33\"; cl", options.Products[0].Label.Dutch);
        Assert.Equal(["filler1", "packer1"], options.Products[0].Cycles.Select(cycle => cycle.Machine));
        Assert.Equal([1203, 1204], options.Reasons[0].PlcCodes);

        Write("reasons.csv", "code,category\njam,Dwn\n");
        Assert.Equal(Path.Combine(_folder, "reasons.csv") + ":2:5", Assert.Single(Load().Diagnostics).At.Location);
    }

    [Fact]
    public void Every_value_remembers_its_origin_and_secrets_stay_hidden()
    {
        Write("conf.d/10.yaml", "mqtt: { login: { password: hunter2 } }\njournal: { commit: 2s }");
        var lines = Load(("EDGECOLLECTOR__HISTORY__KEEP", "30d")).Show();
        Assert.Equal(("2s", Path.Combine(_folder, "conf.d", "10.yaml") + ":2"), Line("journal.commit"));
        Assert.Equal(("30d", "EDGECOLLECTOR__HISTORY__KEEP"), Line("history.keep"));
        Assert.Equal(("5.5", "default"), Line("ui.px_per_mm"));
        Assert.Equal("***", Line("mqtt.login.password").Value);
        Assert.Equal("${secret:influx_token}", Line("influx.token").Value);
        Assert.DoesNotContain(lines, line => line.Value.Contains("hunter2", StringComparison.Ordinal));

        (string Value, string Origin) Line(string path) => lines.Where(line => line.Path == path)
            .Select(line => (line.Value, line.Origin)).Single();
    }

    [Fact]
    public void A_file_that_is_missing_empty_or_not_text_is_one_error()
    {
        Assert.Contains("file not found",
            Assert.Single(ConfigurationLoader.Load(Path.Combine(_folder, "no.yaml"), NoEnvironment).Diagnostics).Message,
            StringComparison.Ordinal);
        File.WriteAllText(Main, "# nothing\n");
        Assert.Contains("is empty", Assert.Single(Load().Diagnostics).Message, StringComparison.Ordinal);
        File.WriteAllBytes(Main, [0x76, 0xFF, 0xFE]);
        Assert.Contains("is not UTF-8 (byte 1)", Assert.Single(Load().Diagnostics).Message, StringComparison.Ordinal);
    }

    private static CollectorOptions Options(LoadedConfiguration loaded)
    {
        Assert.Empty(loaded.Diagnostics.Where(found => found.Severity == Severity.Error).Select(found => found.ToString()));
        return loaded.Options!;
    }

    private LoadedConfiguration Load(params (string Name, string Value)[] environment) =>
        ConfigurationLoader.Load(Main, environment.ToDictionary(pair => pair.Name, pair => pair.Value));

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
