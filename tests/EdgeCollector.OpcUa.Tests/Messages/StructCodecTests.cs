using System.Buffers;

using Xunit;

namespace EdgeCollector.OpcUa.Tests.Messages;

/// <summary>What holds for every structure: round trip, truncation, split buffers, mutations.</summary>
public sealed class StructCodecTests
{
    public static TheoryData<string> Names => [.. StructCase.All.Select(c => c.Type.Name)];

    [Fact]
    public void All_structures_of_the_service_closure_are_found() => Assert.InRange(StructCase.All.Count, 80, 150);

    [Theory]
    [MemberData(nameof(Names))]
    public void Encoding_what_was_decoded_gives_the_same_bytes(string name)
    {
        StructCase structure = Find(name);
        byte[] bytes = structure.SampleBytes();

        (bool failed, long remaining, string? error, byte[]? again) = structure.Decode(new ReadOnlySequence<byte>(bytes));

        Assert.False(failed, error);
        Assert.Equal(0, remaining);
        Assert.Equal(bytes, again);
        Assert.True(structure.MinSize <= bytes.Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Truncated_at_every_byte_it_fails_and_never_throws(string name)
    {
        StructCase structure = Find(name);
        byte[] bytes = structure.SampleBytes();
        for (int length = 0; length < bytes.Length; length++)
        {
            (bool failed, _, string? error, _) = structure.Decode(new ReadOnlySequence<byte>(bytes.AsMemory(0, length)));
            Assert.True(failed, $"{name} cut at {length} of {bytes.Length} bytes was accepted");
            Assert.False(string.IsNullOrEmpty(error));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Chunks_may_split_it_anywhere(string name)
    {
        StructCase structure = Find(name);
        byte[] bytes = structure.SampleBytes();

        (bool failed, _, string? error, byte[]? again) = structure.Decode(Segments.Of(bytes, 3));

        Assert.False(failed, error);
        Assert.Equal(bytes, again);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutated_bytes_never_throw_and_never_cost_more_than_the_allocation_budget(string name)
    {
        StructCase structure = Find(name);
        byte[] original = structure.SampleBytes();
        int seed = 20260101 + name.Length;
        var random = new Random(seed);
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = [.. original];
            for (int i = random.Next(1, 5); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) switch { 0 => 0xFF, 1 => 0x7F, _ => random.Next(256) });
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            (bool failed, _, _, _) = structure.Decode(new ReadOnlySequence<byte>(bytes));
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            // Twice the budget and 64 KiB: what was accepted is encoded again, into a buffer that doubles; faults make a text.
            Assert.True(allocated <= (32 * bytes.Length) + (192 << 10), $"seed {seed}, round {round}, {failed}: {allocated} bytes");
        }
    }

    private static StructCase Find(string name) => StructCase.All.Single(c => c.Type.Name == name);
}
