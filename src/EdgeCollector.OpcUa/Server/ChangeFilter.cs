using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Which samples of a monitored item are changes (Part 4, 7.22.2 DataChangeFilter).</summary>
internal readonly record struct ChangeFilter(DataChangeTrigger Trigger, double Deadband)
{
    private const uint AbsoluteDeadband = 1;

    public static ChangeFilter Default => new(DataChangeTrigger.StatusValue, 0);

    /// <summary>Good, or why the filter cannot be taken: a per cent deadband needs a range, which no node here has.</summary>
    public static StatusCode TryRead(ExtensionObject? asked, out ChangeFilter filter)
    {
        filter = Default;
        if (asked is null || asked.TypeId.IsNull) return StatusCode.Good;
        if (!asked.TryDecode<DataChangeFilter>(EncodingLimits.Default, out var given)) return StatusCode.BadMonitoredItemFilterUnsupported;
        if (given.DeadbandType > AbsoluteDeadband || !(given.DeadbandValue >= 0)) return StatusCode.BadDeadbandFilterInvalid;

        filter = new(given.Trigger, given.DeadbandType == AbsoluteDeadband ? given.DeadbandValue : 0);
        return StatusCode.Good;
    }

    public bool IsChange(DataValue last, DataValue now)
    {
        if (now.StatusCode != last.StatusCode) return true;
        if (Trigger == DataChangeTrigger.Status) return false;
        if (Trigger == DataChangeTrigger.StatusValueTimestamp && now.SourceTimestamp != last.SourceTimestamp) return true;
        if (Deadband > 0 && last.Value.TryGetDouble(out var before) && now.Value.TryGetDouble(out var after))
        {
            return !(Math.Abs(after - before) <= Deadband);
        }

        return now.Value != last.Value;
    }
}
