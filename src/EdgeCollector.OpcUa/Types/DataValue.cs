namespace EdgeCollector.OpcUa.Types;

/// <summary>
/// A value with its quality and times (Part 4, 7.11). Times are UTC to 100 ns, <see langword="default"/> where the server sent none;
/// picoseconds count steps of 10 ps, 0 to 9999.
/// </summary>
/// <param name="Value">Null for most bad statuses: never read it as 0.</param>
/// <param name="SourceTimestamp">When value or status last changed at the source.</param>
/// <param name="ServerTimestamp">When the server last knew the value to be accurate.</param>
public readonly record struct DataValue(
    Variant Value,
    StatusCode StatusCode = default,
    DateTime SourceTimestamp = default,
    ushort SourcePicoseconds = 0,
    DateTime ServerTimestamp = default,
    ushort ServerPicoseconds = 0)
{
    public override string ToString() => StatusCode.IsGood ? Value.ToString() : $"{Value} ({StatusCode})";
}
