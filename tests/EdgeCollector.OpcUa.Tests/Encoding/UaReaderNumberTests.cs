using System.Buffers;

using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Tests.Messages;
using EdgeCollector.OpcUa.Types;

using Xunit;

namespace EdgeCollector.OpcUa.Tests.Encoding;

/// <summary>A number read in one go is the number read field by field.</summary>
public sealed class UaReaderNumberTests
{
    private const int Room = 64;

    public static TheoryData<BuiltInType> Types => [.. Enum.GetValues<BuiltInType>().Where(type => type <= BuiltInType.Double)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Part6_52217_every_mask_reads_alike_in_one_piece_and_byte_by_byte(BuiltInType type)
    {
        var random = new Random((int)type);
        for (int mask = 0; mask < 256; mask++)
        {
            for (int round = 0; round < 20; round++)
            {
                byte[] bytes = new byte[Room];
                random.NextBytes(bytes);
                (bytes[0], bytes[1]) = ((byte)mask, (byte)type);
                var whole = new UaReader(new ReadOnlySequence<byte>(bytes), EncodingLimits.Default);
                var pieces = new UaReader(Segments.Of(bytes, 1), EncodingLimits.Default);

                Assert.Equal(pieces.DataValue(), whole.DataValue());
                Assert.Equal(pieces.Consumed, whole.Consumed);
                Assert.Equal(pieces.Fault, whole.Fault);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_number_cut_anywhere_fails_and_one_that_ends_with_the_bytes_does_not(BuiltInType type)
    {
        byte[] bytes = [0x0F, (byte)type, .. Enumerable.Repeat((byte)1, Room)];
        var whole = new UaReader(new ReadOnlySequence<byte>(bytes), EncodingLimits.Default);
        DataValue expected = whole.DataValue();
        int length = (int)whole.Consumed;
        for (int cut = 0; cut < length; cut++)
        {
            var r = new UaReader(bytes.AsMemory(0, cut), EncodingLimits.Default);
            r.DataValue();
            Assert.Equal(StatusCode.BadDecodingError, r.Fault);
        }

        var exact = new UaReader(bytes.AsMemory(0, length), EncodingLimits.Default);
        Assert.Equal(expected, exact.DataValue());
        Assert.False(exact.Failed);
    }
}
