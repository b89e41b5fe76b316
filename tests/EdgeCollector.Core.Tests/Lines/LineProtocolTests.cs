using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeCollector.Core.Lines;
using Xunit;

namespace EdgeCollector.Core.Tests.Lines;

public sealed class LineProtocolTests
{
    private static readonly string[] Pieces =
    [
        "\n", "\r", "\0", "\t", ",", " ", "=", "\"", "\\", "\\,", "\\\"", "a", "0", "é", "漢", "😀", "\ud800", "\u2028", "#", "i", "x=1 1\n",
        "{}", "'",
    ];

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a b", "a\\ b")]
    [InlineData("a,b=c", "a\\,b\\=c")]
    [InlineData("a\nb", "a\\ b")]
    [InlineData("back\\slash\\", "back/slash/")]
    [InlineData("€", "€")]
    public void Tag_values_are_escaped_or_replaced(string value, string expected) =>
        Assert.Equal($"m,t={expected} ", Encoding.UTF8.GetString(LineProtocol.Prefix("m", ("t", value))));

    [Fact]
    public void A_tag_without_a_value_is_left_out() =>
        Assert.Equal("m,b=1 ", Encoding.UTF8.GetString(LineProtocol.Prefix("m", ("a", ""), ("b", "1"))));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.0, "-0")]
    [InlineData(10252.0, "10252")]
    [InlineData(1e300, "1E+300")]
    [InlineData(16204.5, "16204.5")]
    [InlineData(double.Epsilon, "5E-324")]
    public void Floats_read_back_as_the_same_number(double value, string expected)
    {
        var line = Write((ref LineWriter w) => w.Real("v"u8, value));

        Assert.Equal($"m v={expected} 1\n", line);
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(double.Parse(expected, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Numbers_do_not_follow_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("nl-NL");
        try
        {
            Assert.Equal("m v=1.5,n=-7i 1\n", Write((ref LineWriter w) =>
            {
                w.Real("v"u8, 1.5);
                w.Integer("n"u8, -7);
            }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_point_without_a_field_leaves_no_trace(double value) =>
        Assert.Equal("", Write((ref LineWriter w) => w.Real("v"u8, value)));

    [Fact]
    public void Hostile_texts_stay_inside_their_field_and_tag()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 100_000; round++)
        {
            var hostile = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var buffer = new ArrayBufferWriter<byte>();
            var writer = new LineWriter(buffer);
            writer.Begin(LineProtocol.Prefix("m", ("t", hostile), ("z", "end")));
            writer.Text("s"u8, hostile);
            writer.Boolean("ok"u8, true);
            writer.End(1_795_410_000_000_000_000);

            var line = Assert.Single(ParsedLine.All(buffer.WrittenSpan));

            Assert.Equal(["s", "ok"], line.Fields.Keys);
            Assert.Equal("end", line.Tags["z"]);
            Assert.Equal(1_795_410_000_000_000_000, line.Time);
            var clean = string.Concat(hostile.EnumerateRunes().Select(r => Rune.IsControl(r) || r.Value == 0x2028 ? " " : r.ToString()));
            Assert.Equal(clean, line.Text("s"));
            Assert.Equal(clean.Replace('\\', '/'), line.Tags["t"]);
        }
    }

    [Fact]
    public void Long_texts_are_cut_at_a_whole_character()
    {
        var text = new string('x', LineProtocol.MaxText - 1) + "😀tail";

        var line = Assert.Single(ParsedLine.All(Encoding.UTF8.GetBytes(Write((ref LineWriter w) => w.Text("s"u8, text)))));

        Assert.Equal(LineProtocol.MaxText - 1, line.Text("s").Length);
    }

    [Fact]
    public void Formatting_a_point_allocates_nothing()
    {
        var batch = new LineBatch("edge", 1);
        var prefix = LineProtocol.Prefix("tag", ("machine", "filler1"), ("name", "temp"));
        Fill(batch, prefix, 2000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Fill(batch, prefix, 2000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Fill(LineBatch batch, byte[] prefix, int points)
    {
        batch.Clear(1);
        for (var i = 0; i < points; i++)
        {
            var line = new LineWriter(batch);
            line.Begin(prefix);
            line.Real("value"u8, i * 0.25);
            line.Text("text"u8, "Running");
            line.End(i);
            if (!batch.TryKeep(i))
            {
                batch.Clear(i);
            }
        }
    }

    private delegate void Fields(ref LineWriter writer);

    private static string Write(Fields fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new LineWriter(buffer);
        writer.Begin("m "u8);
        fields(ref writer);
        writer.End(1);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
