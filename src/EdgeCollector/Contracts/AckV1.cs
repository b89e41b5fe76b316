using System.Text.Json;

namespace EdgeCollector.Contracts;

/// <summary>The store acknowledgement of a bridge (reliability.md 2, contract <c>ack_v1</c>).</summary>
internal sealed record AckV1
{
    /// <summary>Longest message that is looked at, bytes.</summary>
    public const int MaxLength = 64 * 1024;

    // Setters, not init: the generated reader gives init properties that are missing their type's default, not the one written here.
    public string Schema { get; set; } = "ack_v1";
    public string Node { get; set; } = "";
    public long Epoch { get; set; }

    /// <summary>raw | kpi: the topic the ids came from.</summary>
    public string Lane { get; set; } = "";

    /// <summary>Inclusive pairs.</summary>
    public long[][] Ranges { get; set; } = [];

    /// <summary>Ids within the ranges whose line the database refused: in the bridge's dead-letter file.</summary>
    public long[] Quarantined { get; set; } = [];

    /// <summary>Reads what anybody may have sent: null, with the reason, for whatever is not a well-formed acknowledgement.</summary>
    public static AckV1? Parse(ReadOnlySpan<byte> payload, out string error)
    {
        if (payload.Length > MaxLength)
        {
            error = $"{payload.Length} bytes, at most {MaxLength} expected";
            return null;
        }

        try
        {
            var ack = JsonSerializer.Deserialize(payload, ContractContext.Default.AckV1);
            error = ack switch
            {
                null => "null, an object expected",
                { Schema: not "ack_v1" } => "schema is not ack_v1",
                { Node: null or "" } => "no node",
                { Epoch: <= 0 } => "epoch is not positive",
                { Lane: not ("raw" or "kpi") } => "lane is neither raw nor kpi",
                { Ranges: null } => "no ranges",
                { Quarantined: null } => "quarantined is null",
                _ => ack.Ranges.Any(r => r is not [var first, var last] || first < 0 || last < first)
                    ? "a range is not [first, last] with 0 <= first <= last"
                    : "",
            };
            return error.Length == 0 ? ack : null;
        }
        catch (JsonException e)
        {
            error = "not JSON: " + e.Message;
            return null;
        }
    }
}
