using System.Buffers;

using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

using Xunit;

namespace EdgeCollector.OpcUa.Tests.Encoding;

/// <summary>Values beside their bytes. Each row is encoded and compared, then decoded and compared.</summary>
public sealed class GoldenBytesTests
{
    private static readonly DateTime Noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly (string Clause, Variant Value, string Hex)[] Rows =
    [
        ("5.2.2.1 Boolean", Variant.Of(true), "01 01"),
        ("5.2.2.2 SByte", Variant.Of((sbyte)-2), "02 FE"),
        ("5.2.2.2 Byte", Variant.Of((byte)0xFE), "03 FE"),
        ("5.2.2.2 Int16", Variant.Of((short)-2), "04 FE FF"),
        ("5.2.2.2 UInt16", Variant.Of((ushort)0x1234), "05 34 12"),
        ("5.2.2.2 Int32, the example 1 000 000 000", Variant.Of(1_000_000_000), "06 00 CA 9A 3B"),
        ("5.2.2.2 UInt32", Variant.Of(0xDEADBEEFu), "07 EF BE AD DE"),
        ("5.2.2.2 Int64", Variant.Of(-2L), "08 FE FF FF FF FF FF FF FF"),
        ("5.2.2.2 UInt64", Variant.Of(ulong.MaxValue), "09 FF FF FF FF FF FF FF FF"),
        ("5.2.2.3 Float, the example -6.5", Variant.Of(-6.5f), "0A 00 00 D0 C0"),
        ("5.2.2.3 Double", Variant.Of(-6.5), "0B 00 00 00 00 00 00 1A C0"),
        ("5.2.2.4 String, the example 水Boy", Variant.Of("水Boy"), "0C 06 00 00 00 E6 B0 B4 42 6F 79"),
        ("5.2.2.4 String, null", Variant.Of((string?)null), "0C FF FF FF FF"),
        ("5.2.2.4 String, empty", Variant.Of(""), "0C 00 00 00 00"),
        ("5.2.2.5 DateTime, one tick after 1601", Variant.Of(new DateTime(504_911_232_000_000_001, DateTimeKind.Utc)),
            "0D 01 00 00 00 00 00 00 00"),
        ("5.2.2.5 DateTime, none", Variant.Of(default(DateTime)), "0D 00 00 00 00 00 00 00 00"),
        ("5.2.2.5 DateTime, end of time", Variant.Of(DateTime.MaxValue), "0D FF FF FF FF FF FF FF 7F"),
        ("5.2.2.5 DateTime", Variant.Of(Noon), "0D 00 E0 B5 27 16 7B DC 01"),
        ("5.2.2.6 Guid, the example", Variant.Of(Guid.Parse("72962B91-FA75-4AE6-8D28-B404DC7DAF63")),
            "0E 91 2B 96 72 75 FA E6 4A 8D 28 B4 04 DC 7D AF 63"),
        ("5.2.2.7 ByteString", Variant.OfByteString([1, 2, 3]), "0F 03 00 00 00 01 02 03"),
        ("5.2.2.8 XmlElement", Variant.OfXml("<a/>"), "10 04 00 00 00 3C 61 2F 3E"),
        ("5.2.2.9 NodeId, two bytes", Variant.Of(new NodeId(0, 72)), "11 00 48"),
        ("5.2.2.9 NodeId, four bytes", Variant.Of(new NodeId(5, 1025)), "11 01 05 01 04"),
        ("5.2.2.9 NodeId, numeric", Variant.Of(new NodeId(256, 65536)), "11 02 00 01 00 00 01 00"),
        ("5.2.2.9 NodeId, the example Hot水", Variant.Of(new NodeId(1, "Hot水")), "11 03 01 00 06 00 00 00 48 6F 74 E6 B0 B4"),
        ("5.2.2.9 NodeId, Guid", Variant.Of(new NodeId(1, Guid.Empty)), "11 04 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"),
        ("5.2.2.9 NodeId, opaque", Variant.Of(new NodeId(1, new byte[] { 9 })), "11 05 01 00 01 00 00 00 09"),
        ("5.2.2.10 ExpandedNodeId, URI and server", Variant.Of(new ExpandedNodeId(new NodeId(0, 1), "u", 7)),
            "12 C0 01 01 00 00 00 75 07 00 00 00"),
        ("5.2.2.11 StatusCode", Variant.Of(StatusCode.BadTimeout), "13 00 00 0A 80"),
        ("5.2.2.13 QualifiedName", Variant.Of(new QualifiedName(2, "a")), "14 02 00 01 00 00 00 61"),
        ("5.2.2.14 LocalizedText, text and locale", Variant.Of(new LocalizedText("a", "de")), "15 03 02 00 00 00 64 65 01 00 00 00 61"),
        ("5.2.2.14 LocalizedText, nothing", Variant.Of(default(LocalizedText)), "15 00"),
        ("5.2.2.15 ExtensionObject, none", Variant.Of((ExtensionObject?)null), "16 00 00 00"),
        ("5.2.2.16 Variant, null", default, "00"),
        ("5.2.2.16 Variant, array", Variant.OfArray(new short[] { 1, -1 }), "84 02 00 00 00 01 00 FF FF"),
        ("5.2.2.16 Variant, matrix", Variant.OfMatrix(new byte[] { 1, 2 }, 1, 2),
            "C3 02 00 00 00 01 02 02 00 00 00 01 00 00 00 02 00 00 00"),
        ("5.2.2.16 Variant, array of Variant", Variant.OfArray([Variant.Of(true), default]), "98 02 00 00 00 01 01 00"),
        ("5.2.2.16 Variant, array of Boolean", Variant.OfArray([true, false]), "81 02 00 00 00 01 00"),
        ("5.2.2.16 Variant, array of String", Variant.OfArray(["a", null]), "8C 02 00 00 00 01 00 00 00 61 FF FF FF FF"),
        ("5.2.2.17 DataValue, nothing", Variant.Of(default(DataValue)), "17 00"),
        ("5.2.2.17 DataValue, everything", Variant.Of(new DataValue(Variant.Of((byte)7), StatusCode.BadTimeout, Noon, 1, Noon, 2)),
            "17 3F 03 07 00 00 0A 80 00 E0 B5 27 16 7B DC 01 01 00 00 E0 B5 27 16 7B DC 01 02 00"),
    ];

    public static TheoryData<string> Clauses => [.. Rows.Select(r => r.Clause)];

    [Theory]
    [MemberData(nameof(Clauses))]
    public void Part6_522_value_and_bytes_match(string clause)
    {
        (_, Variant value, string hex) = Rows.Single(r => r.Clause == clause);
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var buffer = new ArrayBufferWriter<byte>();
        var w = new UaWriter(buffer);
        w.Variant(value);
        w.Flush();
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(buffer.WrittenSpan));

        var r = new UaReader(bytes, EncodingLimits.Default);
        Variant decoded = r.Variant();
        Assert.False(r.Failed, r.Error);
        Assert.Equal(0, r.Remaining);
        Assert.Equal(clause.EndsWith("end of time", StringComparison.Ordinal) ? DateTime.MaxValue : value.Value, decoded.Value);
        Assert.Equal(value, decoded);
    }

    [Fact]
    public void Part6_52212_DiagnosticInfo_fields_follow_their_mask()
    {
        byte[] bytes = Convert.FromHexString("7F010000000200000004000000030000000100000061" + "00000A80" + "00");
        var r = new UaReader(bytes, EncodingLimits.Default);
        DiagnosticInfo? info = r.DiagnosticInfo();
        Assert.Equal(new DiagnosticInfo(1, 2, 4, 3, "a", StatusCode.BadTimeout, null), info);
        Assert.Equal(0, r.Remaining);
    }

    [Fact]
    public void Part6_52215_unknown_extension_object_is_kept_as_bytes()
    {
        var r = new UaReader(Convert.FromHexString("030200010000007801020000000708"), EncodingLimits.Default);
        ExtensionObject? value = r.ExtensionObject();
        Assert.Equal((new NodeId(2, "x"), ExtensionBody.Binary), (value!.TypeId, value.Encoding));
        Assert.Equal([7, 8], value.Body);
    }
}
