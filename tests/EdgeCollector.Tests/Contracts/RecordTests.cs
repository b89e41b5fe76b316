using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeCollector.Contracts;
using EdgeCollector.Core.Oee;
using NJsonSchema;
using Xunit;

namespace EdgeCollector.Tests.Contracts;

/// <summary>The examples of the published documentation, number by number; ratios are shown rounded there.</summary>
public sealed class RecordTests
{
    private const string OeeExample = """
        {"schema":"oee_v1","id":"filler1-shift-1795410000000","machine":"filler1","seq":88213,"timestamp_ms":1795433400000,"window":"shift","shift":"2026-11-23/early",
         "start":"2026-11-23T05:00:00Z","end":null,"status":"live","rev":0,
         "oee":0.7119,"availability":0.8420,"performance":0.8910,"quality":0.9490,"coverage":1,"availability_low":0.8420,"availability_high":0.8420,
         "calendar_s":23400,"planned_s":21600,"known_s":21600,"run_s":18187,"ideal_s":16204.5,"fully_productive_s":15378,
         "not_scheduled_s":0,"break_s":1800,"planned_downtime_s":0,"no_demand_s":0,"running_s":17575,"minor_s":612,
         "down_s":1260,"stop_s":95,"starved_s":1200,"blocked_s":318,"external_s":0,"changeover_s":540,"planned_stop_s":0,"unknown_s":0,
         "unreasoned_s":95,"failures":5,"ideal_cycle_s":1.5,"total":10803,"good":10252,"scrap":551,"rework":0,
         "recovered":0,"outside_plan":0,"target":10800,"order":"PO-100234","product":"SKU-4711","flags":"","config":"c41","mapping":"m3","version":"1.0.0"}
        """;

    private const string StopExample = """
        {"schema":"downtime_v1","id":"edge-line1.1795406400.86977","machine":"filler1","seq":87104,"timestamp_ms":1795429259000,"event":"end",
         "start":"2026-11-23T10:14:07Z","end":"2026-11-23T10:20:59Z","duration_s":412,"reason":"jam","group":"technical","category":"Down",
         "minor":false,"source":"operator","plc_stop_code":1203,"name":"Aborted","note":"","status":"final","rev":1,"flags":""}
        """;

    [Fact]
    public void The_oee_record_is_the_documented_example()
    {
        var written = Parse(JsonSerializer.SerializeToUtf8Bytes(OeeV1.From(Shift(), 88213), ContractContext.Wire.OeeV1));
        var expected = Parse(Encoding.UTF8.GetBytes(OeeExample));

        Assert.Equal([.. expected.Select(p => p.Key), "repairs", "repair_s", "team", "bottleneck", "cause"], written.Select(p => p.Key));
        foreach (var (key, value) in expected)
        {
            if (key is "oee" or "availability" or "performance" or "quality" or "availability_low" or "availability_high")
            {
                Assert.Equal(value!.GetValue<double>(), Math.Round(written[key]!.GetValue<double>(), 4));
            }
            else if (key != "version")
            {
                Assert.Equal(value?.ToJsonString(), written[key]?.ToJsonString());
            }
        }
    }

    [Fact]
    public void Ratios_carry_full_precision()
    {
        var record = OeeV1.From(Shift(), 1);

        Assert.Equal(15378.0 / 21600, record.Oee!.Value, 15);
        Assert.Equal(18187.0 / 21600, record.Availability!.Value, 15);
    }

    [Fact]
    public void The_stop_record_is_the_documented_example()
    {
        var stop = new StopFact(
            "filler1", 1795429259000, "edge-line1.1795406400.86977", StopEvent.End, 1795428847000, 1795429259000, "jam", "technical",
            Category.Down, false, "operator", 1203, "Aborted", "", RecordStatus.Final, 1, RecordFlags.None);

        var written = Parse(JsonSerializer.SerializeToUtf8Bytes(DowntimeV1.From(stop, 87104), ContractContext.Wire.DowntimeV1));

        Assert.Equal(Parse(Encoding.UTF8.GetBytes(StopExample)).ToJsonString(), written.ToJsonString());
    }

    [Fact]
    public void What_does_not_exist_is_null_and_flags_keep_the_order_of_the_closed_set()
    {
        var record = OeeV1.From(
            new OeeRecord("packer1", 1500)
            {
                Window = WindowKind.Hour, Start = 500, End = 1500, Rev = 2,
                Flags = RecordFlags.Degraded | RecordFlags.Partial | RecordFlags.QualityNotMeasured,
            },
            1);
        var json = Parse(JsonSerializer.SerializeToUtf8Bytes(record, ContractContext.Wire.OeeV1));

        Assert.Null(json["oee"]);
        Assert.True(json.ContainsKey("quality"));
        Assert.Equal("partial,quality_not_measured,degraded", json["flags"]!.GetValue<string>());
        Assert.Equal("packer1-hour-500.r2", json["id"]!.GetValue<string>());
        Assert.Equal("1970-01-01T00:00:00.500Z", json["start"]!.GetValue<string>());
    }

    [Fact]
    public async Task Each_record_fits_its_schema_and_a_stranger_does_not()
    {
        var oee = await JsonSchema.FromJsonAsync(ContractSchemas.Get("oee_v1")!.ToJsonString());
        var ack = await JsonSchema.FromJsonAsync(ContractSchemas.Get("ack_v1")!.ToJsonString());

        Assert.Empty(oee.Validate(OeeExample));
        Assert.NotEmpty(oee.Validate(OeeExample.Replace("\"failures\":5", "\"failures\":\"five\"", StringComparison.Ordinal)));
        Assert.NotEmpty(oee.Validate(StopExample));
        Assert.Empty(ack.Validate("""{"schema":"ack_v1","node":"n","epoch":1,"lane":"raw","ranges":[[1,2]],"quarantined":[]}"""));
        Assert.All(
            ContractSchemas.Names, name => Assert.Equal(name, ContractSchemas.Get(name)!["properties"]!["schema"]!["const"]!.GetValue<string>()));
        Assert.Null(ContractSchemas.Get("nothing_v1"));
    }

    [Fact]
    public void Time_series_have_exactly_two_keys()
    {
        Assert.Equal("""{"timestamp_ms":1795433400000,"value":0.7119}""", Text(TimeSeries.Encode(1795433400000, 0.7119)));
        Assert.Equal("""{"timestamp_ms":1,"value":6}""", Text(TimeSeries.Encode(1, (long?)6)));
        Assert.Equal("""{"timestamp_ms":1,"value":"Execute"}""", Text(TimeSeries.Encode(1, "Execute")));
        Assert.Equal("""{"timestamp_ms":1,"value":"Füller \u003Cb\u003E\n"}""", Text(TimeSeries.Encode(1, "Füller <b>\n")));
        Assert.Equal("""{"timestamp_ms":1,"value":true}""", Text(TimeSeries.Encode(1, true)));
        Assert.Empty(TimeSeries.Encode(1, (double?)null));
        Assert.Empty(TimeSeries.Encode(1, double.NaN));
    }

    private static OeeRecord Shift()
    {
        var times = default(CategoryTimes);
        times[Category.Break] = 1_800_000;
        times[Category.Running] = 17_575_000;
        times[Category.MicroStop] = 612_000;
        times[Category.Down] = 1_260_000;
        times[Category.Stop] = 95_000;
        times[Category.Starved] = 1_200_000;
        times[Category.Blocked] = 318_000;
        times[Category.Changeover] = 540_000;
        return new OeeRecord("filler1", 1795433400000)
        {
            Window = WindowKind.Shift, Shift = "2026-11-23/early", Start = 1795410000000, Times = times, Unreasoned = 95_000, Failures = 5,
            Ideal = 16_204_500, FullyProductive = 15_378_000, IdealCycle = 1500, Total = 10803, Good = 10252, Scrap = 551, Target = 10800,
            Order = "PO-100234", Product = "SKU-4711", Config = "c41", Mapping = "m3",
        };
    }

    private static JsonObject Parse(ReadOnlySpan<byte> json) => JsonNode.Parse(json)!.AsObject();

    private static string Text(byte[] payload) => Encoding.UTF8.GetString(payload);
}
