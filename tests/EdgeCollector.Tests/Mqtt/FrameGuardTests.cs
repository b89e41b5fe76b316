using EdgeCollector.Mqtt;
using MQTTnet.Exceptions;
using Xunit;

namespace EdgeCollector.Tests.Mqtt;

public sealed class FrameGuardTests
{
    [Fact]
    public void Packets_up_to_the_limit_pass_however_they_are_cut()
    {
        byte[] stream = [0x30, 0x03, 1, 2, 3, 0xd0, 0x00, 0x30, 0x80, 0x01, .. new byte[128], 0x40, 0x02, 0, 1];
        for (var cut = 1; cut <= stream.Length; cut++)
        {
            var guard = new FrameGuard(null!, 128);
            foreach (var part in stream.Chunk(cut))
            {
                guard.Follow(part);
            }
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x30, 0x81, 0x01 })]
    [InlineData(new byte[] { 0x30, 0xff, 0xff, 0xff, 0x7f })]
    [InlineData(new byte[] { 0x30, 0x80, 0x80, 0x80, 0x80, 0x01 })]
    [InlineData(new byte[] { 0xd0, 0x00, 0x30, 0xff, 0x7f })]
    public void Part2_1_4_a_longer_packet_ends_the_connection_at_its_header(byte[] stream) =>
        Assert.Throws<MqttProtocolViolationException>(() => new FrameGuard(null!, 128).Follow(stream));
}
