using System.Text.Json;
using EdgeCollector.Contracts;
using EdgeCollector.Core.Lines;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Mqtt;

/// <param name="Payload">Empty: clears the retained topic.</param>
internal readonly record struct UnsMessage(string Topic, byte[] Payload, bool Retain);

/// <summary>What one machine (or line) shows in the UNS: facts to topics and payloads. No I/O. Views and records are kept apart, since they
/// come from different readers; a window or stop that is older than the newest one does not replace what is retained.</summary>
internal sealed class UnsTopics(string machine)
{
    private static readonly string[] Retained =
    [
        "_state_v1/category", "_state_v1/name", "_packml_v1/state", "_packml_v1/state_code", "_packml_v1/mode",
        "_count_v1/total", "_count_v1/good", "_count_v1/scrap", "_count_v1/rework",
        "_oee_v1/oee", "_oee_v1/availability", "_oee_v1/performance", "_oee_v1/quality",
        "_oee_v1/record/hour", "_oee_v1/record/shift", "_oee_v1/record/order",
        "_downtime_v1/active", "_shift_v1/summary", "_meta_v1/asset",
    ];

    private static readonly byte[] Nothing = "{}"u8.ToArray();
    private readonly long[] _newest = [long.MinValue, long.MinValue, long.MinValue];
    private long _shownShift = long.MinValue;
    private string _activeStop = "";

    public string AssetTopic => $"{machine}/_meta_v1/asset";

    public string RawTopic(string tag) => $"{machine}/_raw/{tag}";

    /// <summary>Empties everything retained: the machine is gone.</summary>
    public IEnumerable<UnsMessage> Clear() => Retained.Select(t => new UnsMessage($"{machine}/{t}", [], true));

    /// <summary>The views that a fact changes: time series, retained.</summary>
    public IEnumerable<UnsMessage> Views(Fact fact) => fact switch
    {
        StateFact s => State(s),
        CountFact c =>
        [
            View("_count_v1/total", TimeSeries.Encode(c.Time, c.Total)),
            View("_count_v1/good", TimeSeries.Encode(c.Time, c.Good)),
            View("_count_v1/scrap", TimeSeries.Encode(c.Time, c.Scrap)),
            View("_count_v1/rework", TimeSeries.Encode(c.Time, c.Rework)),
        ],
        OeeRecord { Window: WindowKind.Shift } r when r.Start >= _shownShift => Ratios(r),
        _ => [],
    };

    /// <summary>The JSON records that a fact is published as.</summary>
    public IEnumerable<UnsMessage> Records(Fact fact, long sequence) => fact switch
    {
        OeeRecord r => Windows(r, sequence),
        StopFact s => Stop(s, sequence),
        _ => [],
    };

    private IEnumerable<UnsMessage> State(StateFact s)
    {
        yield return View("_state_v1/category", TimeSeries.Encode(s.Time, Words.Of(s.Category)));
        yield return View("_state_v1/name", TimeSeries.Encode(s.Time, s.Name));
        if (s.PackMl)
        {
            yield return View("_packml_v1/state", TimeSeries.Encode(s.Time, s.Name));
            yield return View("_packml_v1/state_code", TimeSeries.Encode(s.Time, s.Code));
            yield return View("_packml_v1/mode", TimeSeries.Encode(s.Time, s.Mode));
        }
    }

    private UnsMessage[] Ratios(OeeRecord r)
    {
        _shownShift = r.Start;
        return
        [
            View("_oee_v1/oee", TimeSeries.Encode(r.Time, OeeFormula.Oee(r))),
            View("_oee_v1/availability", TimeSeries.Encode(r.Time, OeeFormula.Availability(r))),
            View("_oee_v1/performance", TimeSeries.Encode(r.Time, OeeFormula.Performance(r))),
            View("_oee_v1/quality", TimeSeries.Encode(r.Time, OeeFormula.Quality(r))),
        ];
    }

    private IEnumerable<UnsMessage> Windows(OeeRecord r, long sequence)
    {
        ref var newest = ref _newest[(int)r.Window];
        var retain = r.Start >= newest;
        newest = Math.Max(newest, r.Start);
        List<UnsMessage> messages =
        [
            new(
                $"{machine}/_oee_v1/record/{Words.Of(r.Window)}",
                JsonSerializer.SerializeToUtf8Bytes(OeeV1.From(r, sequence), ContractContext.Wire.OeeV1), retain),
        ];
        if (r.Window == WindowKind.Shift && r.Status != RecordStatus.Live)
        {
            messages.Add(new(
                $"{machine}/_shift_v1/summary",
                JsonSerializer.SerializeToUtf8Bytes(ShiftV1.From(r, sequence), ContractContext.Wire.ShiftV1), retain));
        }

        return messages;
    }

    private List<UnsMessage> Stop(StopFact s, long sequence)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(DowntimeV1.From(s, sequence), ContractContext.Wire.DowntimeV1);
        List<UnsMessage> messages = [new($"{machine}/_downtime_v1/event", payload, false)];
        if (s.End is null)
        {
            _activeStop = s.Id;
            messages.Add(new($"{machine}/_downtime_v1/active", payload, true));
        }
        else if (s.Id == _activeStop || (_activeStop.Length == 0 && s.Event == StopEvent.End))
        {
            // After a restart the open stop is not known by name; only an end can be the one of the stop that is shown.
            _activeStop = "";
            messages.Add(new($"{machine}/_downtime_v1/active", Nothing, true));
        }

        return messages;
    }

    private UnsMessage View(string topic, byte[] payload) => new($"{machine}/{topic}", payload, true);
}
