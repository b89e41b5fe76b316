using EdgeCollector.Core.Journal;

namespace EdgeCollector.Telemetry;

/// <summary>The words of the account: the same in <c>ledger</c>, <c>/metrics</c> and the health record.</summary>
internal static class LedgerText
{
    public static string Reason(int reason) => ((DropReason)reason).ToString().ToLowerInvariant();

    /// <summary>in, stored (of which by_puback), pending, and each reason of a drop.</summary>
    public static IEnumerable<(string Name, long Ids)> Outcomes(LedgerLine line) =>
    [
        ("in", line.In), ("stored", line.Stored), ("by_puback", line.ByPuback), ("pending", line.Pending),
        .. line.Dropped.Select((ids, reason) => ($"dropped_{Reason(reason)}", ids)),
    ];
}
