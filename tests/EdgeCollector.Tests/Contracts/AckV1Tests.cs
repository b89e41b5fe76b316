using System.Text;
using System.Text.Json;
using EdgeCollector.Contracts;
using Xunit;

namespace EdgeCollector.Tests.Contracts;

public sealed class AckV1Tests
{
    [Fact]
    public void An_acknowledgement_is_written_as_documented() => Assert.Equal(
        """{"schema":"ack_v1","node":"edge-line1","epoch":1795406400,"lane":"raw","ranges":[[81000,81999]],"quarantined":[]}""",
        JsonSerializer.Serialize(
            new AckV1 { Node = "edge-line1", Epoch = 1795406400, Lane = "raw", Ranges = [[81000, 81999]] }, ContractContext.Wire.AckV1));

    [Fact]
    public void A_good_one_is_read()
    {
        var ack = AckV1.Parse("""{"schema":"ack_v1","node":"n","epoch":7,"lane":"kpi","ranges":[[1,2],[5,5]],"quarantined":[2],"later":1}"""u8, out var error);

        Assert.Equal("", error);
        Assert.Equal((7, "kpi", 2, 2), (ack!.Epoch, ack.Lane, ack.Ranges.Length, ack.Quarantined[0]));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("null", "null")]
    [InlineData("[]", "not JSON")]
    [InlineData("""{"schema":"ack_v2","node":"n","epoch":7,"lane":"kpi","ranges":[]}""", "schema")]
    [InlineData("""{"schema":"ack_v1","epoch":7,"lane":"kpi","ranges":[]}""", "no node")]
    [InlineData("""{"schema":"ack_v1","node":"n","epoch":0,"lane":"kpi","ranges":[]}""", "epoch")]
    [InlineData("""{"schema":"ack_v1","node":"n","epoch":7,"lane":"x","ranges":[]}""", "lane")]
    [InlineData("""{"schema":"ack_v1","node":"n","epoch":7,"lane":"raw","ranges":[[2,1]]}""", "range")]
    [InlineData("""{"schema":"ack_v1","node":"n","epoch":7,"lane":"raw","ranges":[[1]]}""", "range")]
    [InlineData("""{"schema":"ack_v1","node":"n","epoch":7,"lane":"raw","ranges":[null]}""", "range")]
    [InlineData("""{"schema":"ack_v1","node":"n","epoch":7,"lane":"raw","ranges":null}""", "no ranges")]
    [InlineData("""{"schema":"ack_v1","node":"n","epoch":1e99,"lane":"raw","ranges":[]}""", "not JSON")]
    public void Anything_else_is_refused_with_a_reason(string json, string reason)
    {
        Assert.Null(AckV1.Parse(Encoding.UTF8.GetBytes(json), out var error));
        Assert.Contains(reason, error);
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(11);
        var good = """{"schema":"ack_v1","node":"n","epoch":7,"lane":"kpi","ranges":[[1,2],[5,5]],"quarantined":[2]}"""u8.ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = good[..random.Next(good.Length + 1)];
            for (var flips = random.Next(4); flips > 0 && bytes.Length != 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var ack = AckV1.Parse(bytes, out var error);
            Assert.Equal(ack is null, error.Length != 0);
        }
    }

    [Fact]
    public void A_message_of_any_length_is_refused_before_it_is_parsed() =>
        Assert.Null(AckV1.Parse(new byte[AckV1.MaxLength + 1], out _));
}
