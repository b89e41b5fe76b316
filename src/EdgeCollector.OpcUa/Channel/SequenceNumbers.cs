namespace EdgeCollector.OpcUa.Channel;

/// <summary>The order of a channel's chunks (Part 6 6.7.2.4): strictly one more each time, with one defined way to wrap.</summary>
internal static class SequenceNumbers
{
    /// <summary>From here on a sender may start again; we do at exactly this number.</summary>
    public const uint WrapFrom = uint.MaxValue - 1024;

    /// <summary>After a wrap the first number is below this.</summary>
    public const uint WrapBelow = 1024;

    /// <summary>The number after <paramref name="last"/> on our side.</summary>
    public static uint After(uint last) => last >= WrapFrom ? 1 : last + 1;

    /// <summary>Whether <paramref name="next"/> may follow <paramref name="last"/> on the other side.</summary>
    public static bool Follows(uint last, uint next) =>
        (last != uint.MaxValue && next == last + 1) || (last >= WrapFrom && next < WrapBelow);
}
