using System.Text;
using EdgeCollector.Bridge;
using Xunit;

namespace EdgeCollector.Tests.Bridge;

public sealed class LinesHeaderTests
{
    [Fact]
    public void The_first_line_is_read_and_nothing_behind_it()
    {
        Assert.True(LinesHeader.TryParse("# edgecollector/1 edge-line1 1795406400 81000 81999\n\xff garbage"u8, out var header));
        Assert.Equal(new LinesHeader("edge-line1", 1795406400, 81000, 81999), header);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m v=1 1\n")]
    [InlineData("# edgecollector/2 n 1 1 1\n")]
    [InlineData("# edgecollector/1 n 1 1 1")]
    [InlineData("# edgecollector/1 n 1 1\n")]
    [InlineData("# edgecollector/1 n 1 1 1 1\n")]
    [InlineData("# edgecollector/1 n 0 1 1\n")]
    [InlineData("# edgecollector/1 n 1 5 3\n")]
    [InlineData("# edgecollector/1 n 1 -1 3\n")]
    [InlineData("# edgecollector/1 n 1 1 99999999999999999999\n")]
    [InlineData("# edgecollector/1 a/b 1 1 1\n")]
    [InlineData("# edgecollector/1  1 1 1\n")]
    public void Anything_else_is_no_batch(string text) => Assert.False(LinesHeader.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Truncation_at_every_byte_and_random_flips_never_throw()
    {
        var good = "# edgecollector/1 edge-line1 1795406400 81000 81999\nm v=1 1\n"u8.ToArray();
        var line = Array.IndexOf(good, (byte)'\n') + 1;
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = good[..(i % (good.Length + 1))];
            Assert.Equal(bytes.Length >= line, LinesHeader.TryParse(bytes, out _));
            if (bytes.Length != 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                LinesHeader.TryParse(bytes, out _);
            }
        }
    }
}
