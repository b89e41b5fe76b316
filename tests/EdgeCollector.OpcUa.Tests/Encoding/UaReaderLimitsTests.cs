using System.Diagnostics;

using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

using Xunit;

namespace EdgeCollector.OpcUa.Tests.Encoding;

/// <summary>Bytes made to hurt: each ends in a fault, at once, before memory is taken.</summary>
public sealed class UaReaderLimitsTests
{
    public static TheoryData<string, string> Hostile => new()
    {
        { "String longer than the bytes left", "0C FF FF 0F 00 61" },
        { "String length below -1", "0C FE FF FF FF" },
        { "String that is not UTF-8", "0C 02 00 00 00 C3 28" },
        { "String with an encoded surrogate", "0C 03 00 00 00 ED A0 80" },
        { "ByteString longer than the bytes left", "0F 04 00 00 00 01" },
        { "array longer than the bytes left", "8B 00 00 01 00 00" },
        { "array with a length below -1", "86 80 FF FF FF" },
        { "array of Int32 with the greatest length", "86 FF FF FF 7F" },
        { "array of Null", "80 01 00 00 00 00" },
        { "dimensions without an array", "46 01 00 00 00" },
        { "dimensions whose product overflows", "C3 01 00 00 00 07 03 00 00 00 00 00 00 40 00 00 00 40 00 00 00 40" },
        { "dimensions whose product wraps to the length", "C3 00 00 00 00 04 00 00 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00 01 00" },
        { "negative dimensions", "C3 01 00 00 00 07 02 00 00 00 FF FF FF FF FF FF FF FF" },
        { "dimensions that do not fit the length", "C3 02 00 00 00 07 07 02 00 00 00 02 00 00 00 02 00 00 00" },
        { "a Variant type above 31", "20 00" },
        { "a NodeId of an unknown encoding", "11 06 00 00" },
        { "a NodeId with the flags of an ExpandedNodeId", "11 80 01 01 00 00 00 75" },
        { "an ExtensionObject of an unknown encoding", "16 00 01 03" },
        { "nothing", "" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Malformed_value_is_a_fault_with_one_line_of_explanation(string what, string hex)
    {
        var r = new UaReader(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), EncodingLimits.Default);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Variant value = r.Variant();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(r.Failed, what);
        Assert.True(r.Fault == StatusCode.BadDecodingError || r.Fault == StatusCode.BadEncodingLimitsExceeded, r.Fault.ToString());
        Assert.False(string.IsNullOrEmpty(r.Error) || r.Error.Contains('\n', StringComparison.Ordinal));
        Assert.InRange(allocated, 0, 64 << 10);
        Assert.Equal(0, r.Remaining);
        Assert.True(value.IsNull || !value.IsArray);
    }

    [Theory]
    [InlineData(new byte[] { 0x98, 1, 0, 0, 0 })]
    [InlineData(new byte[] { 0x18 })]
    [InlineData(new byte[] { 0x17, 0x01 })]
    public void Variant_nested_100000_deep_ends_at_the_depth_limit(byte[] level)
    {
        byte[] bytes = [.. Enumerable.Repeat(level, 100_000).SelectMany(b => b), 0];
        new UaReader(bytes, EncodingLimits.Default).Variant();
        long start = Stopwatch.GetTimestamp();
        var r = new UaReader(bytes, EncodingLimits.Default);
        r.Variant();
        TimeSpan took = Stopwatch.GetElapsedTime(start);

        Assert.Equal(StatusCode.BadEncodingLimitsExceeded, r.Fault);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void DiagnosticInfo_nested_100000_deep_ends_at_the_depth_limit()
    {
        byte[] bytes = new byte[100_000];
        bytes.AsSpan().Fill(0x40);
        var r = new UaReader(bytes, EncodingLimits.Default);
        r.DiagnosticInfo();
        Assert.Equal(StatusCode.BadEncodingLimitsExceeded, r.Fault);
    }

    [Fact]
    public void A_million_empty_DataValues_are_refused_before_48_MB_are_taken()
    {
        byte[] bytes = new byte[1_000_004];
        BitConverter.TryWriteBytes(bytes, 1_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var r = new UaReader(bytes, EncodingLimits.Default);
        r.DataValueArray();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(StatusCode.BadEncodingLimitsExceeded, r.Fault);
        Assert.InRange(allocated, 0, 4096);
    }

    [Fact]
    public void Limits_of_string_and_array_are_obeyed()
    {
        EncodingLimits limits = new() { MaxStringLength = 3, MaxArrayLength = 2 };
        var text = new UaReader(Convert.FromHexString("0400000061626364"), limits);
        Assert.Null(text.String());
        Assert.Equal("Length 4 of String is above the limit of 3.", text.Error);
        var array = new UaReader(new byte[16] { 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, limits);
        Assert.Empty(array.UInt32Array());
        Assert.Equal(StatusCode.BadEncodingLimitsExceeded, array.Fault);
    }

    [Fact]
    public void The_first_fault_stays_and_later_reads_give_defaults()
    {
        var r = new UaReader(new byte[] { 1, 2, 3 }, EncodingLimits.Default);
        Assert.Equal(0, r.Int32());
        string? first = r.Error;
        Assert.Equal("Int32 at byte 0 needs 4 bytes but 3 are left.", first);
        Assert.Equal((false, 0, 0.0, null, default), (r.Boolean(), r.Byte(), r.Double(), r.String(), r.Guid()));
        Assert.Equal(first, r.Error);
    }

    [Fact]
    public void Reserved_types_26_to_31_read_as_ByteString()
    {
        var r = new UaReader(Convert.FromHexString("1A0100000005"), EncodingLimits.Default);
        Assert.Equal(Variant.OfByteString([5]), r.Variant());
    }
}
