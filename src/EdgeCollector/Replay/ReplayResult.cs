using System.Globalization;
using System.Text.Json;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Replay;

/// <summary>The result table of <c>oee-replay/1</c>: sums from the record, ratios from <see cref="OeeFormula"/>.</summary>
internal static class ReplayResult
{
    public static void Write(Utf8JsonWriter json, string report, OeeRecord record)
    {
        json.WriteStartObject();
        json.WriteString("report", report);
        json.WriteString("machine", record.Machine);
        json.WriteString("start", Instant(record.Start));
        json.WriteString("end", Instant(record.End ?? record.Time));
        Keys(json, record);
        json.WriteEndObject();
    }

    /// <summary>All keys but the identity: of one window, or of a sum.</summary>
    public static void Keys(Utf8JsonWriter json, OeeRecord r)
    {
        Seconds(json, "calendarSeconds", r.Times.Sum());
        json.WriteStartObject("seconds");
        for (var c = Category.NotScheduled; c <= Category.Unknown; c++)
        {
            Seconds(json, c.ToString(), r.Times[c]);
        }

        json.WriteEndObject();
        Seconds(json, "plannedProductionSeconds", r.Planned);
        Seconds(json, "knownSeconds", r.Known);
        Seconds(json, "runSeconds", r.Run);
        Seconds(json, "idealSeconds", r.Ideal);
        Seconds(json, "fullyProductiveSeconds", r.FullyProductive);
        json.WriteStartObject("losses");
        Seconds(json, "schedule", r.Times.Sum() - r.Planned);
        Seconds(json, "availability", r.Known - r.Run);
        Seconds(json, "performance", r.Run - r.Ideal);
        Seconds(json, "quality", r.Ideal - r.FullyProductive);
        json.WriteEndObject();
        Pieces(json, "counts", r.Total, r.Good, (r.Scrap, r.Rework));
        Pieces(json, "recoveredCounts", r.Recovered, r.RecoveredGood, null);
        Pieces(json, "outsidePlanCounts", r.OutsidePlan, r.OutsidePlanGood, null);
        Ratio(json, "availability", OeeFormula.Availability(r));
        Ratio(json, "performance", OeeFormula.Performance(r));
        Ratio(json, "quality", OeeFormula.Quality(r));
        Ratio(json, "oee", OeeFormula.Oee(r));
        Ratio(json, "qualityCountRatio", OeeFormula.QualityCountRatio(r));
        Ratio(json, "scrapRatio", OeeFormula.ScrapRatio(r));
        Ratio(json, "reworkRatio", OeeFormula.ReworkRatio(r));
        Ratio(json, "nee", OeeFormula.Nee(r));
        Ratio(json, "utilization", OeeFormula.Utilization(r));
        Ratio(json, "teep", OeeFormula.Teep(r));
        Ratio(json, "coverage", OeeFormula.Coverage(r));
        Ratio(json, "availabilityLow", OeeFormula.AvailabilityLow(r));
        Ratio(json, "availabilityHigh", OeeFormula.AvailabilityHigh(r));
        Ratio(json, "oeeCountBased", OeeFormula.OeeCountBased(r));
        Ratio(json, "isoAvailability", OeeFormula.IsoAvailability(r));
        Ratio(json, "isoEffectiveness", OeeFormula.IsoEffectiveness(r));
        Ratio(json, "technicalEfficiency", OeeFormula.TechnicalEfficiency(r));
        Ratio(json, "allocationEfficiency", OeeFormula.AllocationEfficiency(r));
        Ratio(json, "utilizationEfficiency", OeeFormula.UtilizationEfficiency(r));
        Ratio(json, "setupRatio", OeeFormula.SetupRatio(r));
        json.WriteNumber("failures", r.Failures);
        Seconds(json, "mtbfSeconds", OeeFormula.Mtbf(r));
        Seconds(json, "mttrSeconds", OeeFormula.Mttr(r));
        json.WriteNumber("microStops", r.MicroStops);
        json.WriteStartObject("counterFlags");
        json.WriteNumber("rollovers", r.Rollovers);
        json.WriteNumber("resets", r.Resets);
        json.WriteNumber("implausible", r.Implausible);
        json.WriteEndObject();
    }

    private static void Pieces(Utf8JsonWriter json, string name, long total, long good, (long Scrap, long Rework)? rest)
    {
        json.WriteStartObject(name);
        json.WriteNumber("total", total);
        json.WriteNumber("good", good);
        if (rest is { } r)
        {
            json.WriteNumber("scrap", r.Scrap);
            json.WriteNumber("rework", r.Rework);
        }

        json.WriteEndObject();
    }

    private static void Seconds(Utf8JsonWriter json, string name, double? milliseconds) => Ratio(json, name, milliseconds / 1000);

    private static void Ratio(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } v)
        {
            json.WriteNumber(name, v);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        .ToString(milliseconds % 1000 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
