using System.Buffers;
using EdgeCollector.OpcUa.Transport;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Transport;

public sealed class ChunkFrameTests
{
    private static readonly byte[] Chunk =
    [
        (byte)'M', (byte)'S', (byte)'G', (byte)'F', // type and kind
        12, 0, 0, 0, // size with the header
        1, 2, 3, 4, // body
    ];

    [Fact]
    public void Part6_6722_a_chunk_is_complete_with_its_last_byte_and_not_before()
    {
        for (var n = 0; n < Chunk.Length; n++)
            Assert.Equal(FrameResult.NeedMore, ChunkFrame.TryParse(new ReadOnlySequence<byte>(Chunk, 0, n), 100, out _));

        Assert.Equal(FrameResult.Complete, ChunkFrame.TryParse(new ReadOnlySequence<byte>([.. Chunk, 9, 9]), 100, out var frame));
        Assert.Equal((MessageType.Message, ChunkKind.Final), (frame.Type, frame.Kind));
        Assert.Equal([1, 2, 3, 4], frame.Body.ToArray());
    }

    [Theory]
    [InlineData("GET ", FrameResult.BadType)]
    [InlineData("MSGX", FrameResult.BadType)]
    [InlineData("HELC", FrameResult.BadType)]
    [InlineData("OPNF", FrameResult.NeedMore)]
    [InlineData("MSGA", FrameResult.NeedMore)]
    internal void Type_and_kind_are_judged_from_the_header_alone(string start, FrameResult expected)
    {
        byte[] bytes = [.. System.Text.Encoding.ASCII.GetBytes(start), 50, 0, 0, 0];
        Assert.Equal(expected, ChunkFrame.TryParse(new ReadOnlySequence<byte>(bytes), 100, out _));
    }

    [Theory]
    [InlineData(7u)]
    [InlineData(0u)]
    [InlineData(101u)]
    [InlineData(uint.MaxValue)]
    public void A_size_outside_the_agreement_is_refused_before_the_body_comes(uint size)
    {
        byte[] bytes = [.. "MSGF"u8, .. BitConverter.GetBytes(size)];
        Assert.Equal(FrameResult.BadSize, ChunkFrame.TryParse(new ReadOnlySequence<byte>(bytes), 100, out _));
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(20261122);
        var bytes = new byte[64];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            if (i % 2 == 0) "MSG"u8.CopyTo(bytes);
            ChunkFrame.TryParse(new ReadOnlySequence<byte>(bytes, 0, random.Next(65)), 64, out var frame);
            Assert.True(frame.Bytes.Length <= 64);
        }
    }
}
