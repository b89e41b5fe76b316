using System.Buffers;
using System.Text;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Lines;
using EdgeCollector.Core.Oee;
using Xunit;

namespace EdgeCollector.Core.Tests.Lines;

public sealed class MeasurementsTests
{
    private const string Tags = "enterprise=acme,site=eindhoven,area=packaging,line=line1,machine=filler1";

    private readonly Measurements _measurements = new(
        [new("acme", "eindhoven", "packaging", "line1", "filler1"), new("acme", "eindhoven", "packaging", "line1", "")],
        [new(1, 1, "filler1", "product_temp", SignalRole.Tag) { Scale = 0.1 }, new(2, 1, "filler1", "state", SignalRole.State),
            new(3, 1, "filler1", "door", SignalRole.Tag) { Invert = true }]);

    [Fact]
    public void A_sample_of_a_tag_keeps_its_source_time_in_ns() => Assert.Equal(
        $"tag,{Tags},name=product_temp value=21.5,quality=192i 1795410000000000042\n",
        Raw(new Input { Kind = InputKind.Sample, Id = 1, ValueKind = ValueKind.Integer, Bits = 215, SourceTime = 1795410000000000042 }));

    [Fact]
    public void Booleans_are_numbers_texts_are_texts_and_a_bad_value_is_only_its_quality()
    {
        Assert.Contains(" value=1,quality=64i 7\n", Raw(new Input
        {
            Kind = InputKind.Sample, Id = 3, ValueKind = ValueKind.Boolean, Bits = 0, SourceTime = 7, Quality = Quality.Uncertain,
        }));
        Assert.Contains(" text=\"a\\\"b\",quality=192i 7\n", Raw(new Input
        {
            Kind = InputKind.Sample, Id = 1, ValueKind = ValueKind.Text, Reference = "a\"b", SourceTime = 7,
        }));
        Assert.EndsWith("name=product_temp quality=0i 7\n", Raw(new Input
        {
            Kind = InputKind.Sample, Id = 1, ValueKind = ValueKind.Real, SourceTime = 7, Quality = Quality.Bad,
        }));
    }

    [Theory]
    [InlineData(InputKind.Sample, 2)]
    [InlineData(InputKind.Sample, 99)]
    [InlineData(InputKind.Sample, -1)]
    [InlineData(InputKind.Tick, 1)]
    public void Other_inputs_become_no_raw_line(InputKind kind, int id) =>
        Assert.Equal("", Raw(new Input { Kind = kind, Id = id, SourceTime = 7 }));

    [Fact]
    public void A_live_shift_becomes_oee_at_its_start_and_oee_live_now()
    {
        var lines = Kpi(Record(1_795_433_400_000) with { Status = RecordStatus.Live });

        Assert.Equal(["oee", "oee_live"], lines.Select(l => l.Measurement));
        Assert.Equal(1_795_410_000_000_000_000, lines[0].Time);
        Assert.Equal(1_795_433_400_000_000_000, lines[1].Time);
        Assert.Equal("shift", lines[0].Tags["window"]);
        Assert.Equal("10252i", lines[0].Fields["good"]);
        Assert.Equal("live", lines[0].Text("status"));
        Assert.Equal((15378.0 / 21600).ToString("R"), lines[0].Fields["oee"]);
        foreach (var key in new[] { "id", "order", "product", "operator", "note", "name" })
        {
            Assert.DoesNotContain(key, lines[0].Tags.Keys);
        }
    }

    [Fact]
    public void Sums_are_always_there_and_a_ratio_only_when_it_exists()
    {
        var lines = Kpi(new OeeRecord("filler1", 5000) { Window = WindowKind.Hour, Start = 0, End = 5000, Status = RecordStatus.Final });

        var fields = Assert.Single(lines).Fields;
        Assert.DoesNotContain("oee", fields.Keys);
        Assert.DoesNotContain("availability", fields.Keys);
        Assert.Equal("0", fields["planned_s"]);
        Assert.Equal("0", fields["changeover_s"]);
        Assert.Equal("0i", fields["scrap"]);
        Assert.Equal("\"\"", fields["flags"]);
    }

    [Fact]
    public void The_rate_is_pieces_a_minute_since_the_record_before()
    {
        Kpi(Record(1_795_433_400_000) with { Status = RecordStatus.Live });
        var lines = Kpi(Record(1_795_433_410_000) with { Status = RecordStatus.Live, Total = 10_810 });

        Assert.Equal("42", lines[1].Fields["rate_min"]);
    }

    [Fact]
    public void A_withdrawn_stop_overwrites_its_line_with_duration_0()
    {
        var lines = Kpi(new StopFact(
            "filler1", 9000, "edge.1.7", StopEvent.Withdrawn, 4000, 4000, "withdrawn", "", Category.Stop, false, "", null, "x", "",
            RecordStatus.Final, 2, RecordFlags.None));

        var line = Assert.Single(lines);
        Assert.Equal(4_000_000_000, line.Time);
        Assert.Equal(("0", "withdrawn", "", "2i"), (line.Fields["duration_s"], line.Text("reason"), line.Text("note"), line.Fields["rev"]));
        Assert.DoesNotContain("plc_stop_code", line.Fields.Keys);
    }

    [Fact]
    public void All_reasons_of_an_hour_are_rewritten_with_zeros()
    {
        var lines = Kpi(new DowntimeHourFact("filler1", 9, 0, [new("jam", 412_000, 1), new("no_film", 0, 0), new("", 95_000, 1)]));

        Assert.Equal([("jam", "412"), ("no_film", "0"), ("unreasoned", "95")], lines.Select(l => (l.Tags["reason"], l.Fields["seconds"])));
    }

    [Fact]
    public void State_and_count_carry_what_the_machine_has()
    {
        var state = new StateFact("filler1", 1, Category.Running, "Execute", 6, "Production", true);
        Assert.Equal("category,name,code,mode", string.Join(',', Kpi(state)[0].Fields.Keys));
        Assert.Equal("total,good", string.Join(',', Kpi(new CountFact("filler1", 1, 5, 4, null, null))[0].Fields.Keys));
        Assert.Empty(Kpi(new CountFact("filler1", 1, null, null, null, null)));
    }

    [Fact]
    public void Line_records_have_no_machine_tag_and_unknown_machines_are_counted()
    {
        Assert.DoesNotContain("machine", Kpi(new CountFact("line1", 1, 5, 4, null, null))[0].Tags.Keys);
        Assert.Empty(Kpi(new CountFact("ghost", 1, 5, 4, null, null)));
        Assert.Equal(1, _measurements.Unknown);
    }

    private static OeeRecord Record(long time)
    {
        var times = default(CategoryTimes);
        times[Category.Running] = 21_600_000;
        return new OeeRecord("filler1", time)
        {
            Window = WindowKind.Shift, Shift = "2026-11-23/early", Start = 1_795_410_000_000, Times = times,
            Ideal = 16_204_500, FullyProductive = 15_378_000, Total = 10_803, Good = 10_252, Scrap = 551,
        };
    }

    private string Raw(Input input)
    {
        var buffer = new ArrayBufferWriter<byte>();
        _measurements.WriteRaw(input, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private List<ParsedLine> Kpi(Fact fact)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var points = _measurements.WriteKpi(fact, buffer);
        var lines = ParsedLine.All(buffer.WrittenSpan);
        Assert.Equal(points, lines.Count);
        return lines;
    }
}
