using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Transport;

public sealed class UacpConnectionTests
{
    private static readonly TransportLimits Small = new(16_384, 8_192, 100_000, 5);

    [Fact]
    public async Task Part6_7124_both_sides_agree_on_the_smaller_buffers()
    {
        var (client, server) = MemoryTransport.Pair();
        var accepting = UacpConnection.AcceptAsync(server, Small, default);
        await using var c = await UacpConnection.ConnectAsync(client, "opc.tcp://plc:4840/x", TransportLimits.Default, default);
        await using var s = await accepting;

        Assert.Equal("opc.tcp://plc:4840/x", s.EndpointUrl);
        Assert.Equal(16_384u, c.Remote.SendBufferSize); // what we may send is what the server receives
        Assert.Equal(8_192u, s.Remote.SendBufferSize);
        Assert.Equal(16_384u, s.Local.ReceiveBufferSize);
        Assert.Equal((100_000u, 5u), (c.Remote.MaxMessageSize, c.Remote.MaxChunkCount));
        Assert.Equal((4u << 20, 64u), (s.Remote.MaxMessageSize, s.Remote.MaxChunkCount));
    }

    [Fact]
    public async Task Part6_7125_an_Error_message_ends_the_connection_with_its_status_and_reason()
    {
        var (client, server) = MemoryTransport.Pair();
        var accepting = UacpConnection.AcceptAsync(server, Small, default);
        await using var c = await UacpConnection.ConnectAsync(client, "opc.tcp://plc", TransportLimits.Default, default);
        await using var s = await accepting;
        await s.SendErrorAsync(StatusCode.BadCertificateUntrusted, "who are you", default);

        var e = await Assert.ThrowsAsync<ConnectionLostException>(async () => await c.ReadChunkAsync(default));
        Assert.Equal(StatusCode.BadCertificateUntrusted, e.Status);
        Assert.Contains("who are you", e.Message);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request")]
    [InlineData("SSH-2.0-OpenSSH_9.2")]
    public async Task What_is_no_OPC_UA_server_is_named_so(string answer)
    {
        var (client, server) = MemoryTransport.Pair();
        await server.Output.WriteAsync(System.Text.Encoding.Latin1.GetBytes(answer));
        var e = await Assert.ThrowsAsync<ConnectionLostException>(
            () => UacpConnection.ConnectAsync(client, "opc.tcp://plc", TransportLimits.Default, default));
        Assert.Contains("is the port an opc.tcp one?", e.Message);
    }

    [Fact]
    public async Task A_chunk_over_the_agreed_size_ends_the_connection_from_its_header_alone()
    {
        var (client, server) = MemoryTransport.Pair();
        var accepting = UacpConnection.AcceptAsync(server, Small, default);
        await using var c = await UacpConnection.ConnectAsync(client, "opc.tcp://plc", TransportLimits.Default, default);
        await using var s = await accepting;
        await c.Output.WriteAsync(new byte[] { (byte)'M', (byte)'S', (byte)'G', (byte)'F', 1, 64, 0, 0 });

        var e = await Assert.ThrowsAsync<ConnectionLostException>(async () => await s.ReadChunkAsync(default));
        Assert.Equal(StatusCode.BadTcpMessageTooLarge, e.Status);
    }

    [Fact]
    public async Task An_Acknowledge_with_buffers_against_the_rules_is_refused()
    {
        var (client, server) = MemoryTransport.Pair();
        byte[] ack = [.. "ACKF"u8, .. new uint[] { 28, 0, 256, 256, 0, 0 }.SelectMany(BitConverter.GetBytes)]; // both buffers 256
        await server.Output.WriteAsync(ack);
        await Assert.ThrowsAsync<ConnectionLostException>(
            () => UacpConnection.ConnectAsync(client, "opc.tcp://plc", TransportLimits.Default, default));
    }

    [Fact]
    public async Task The_end_of_the_stream_is_a_lost_connection()
    {
        var (client, server) = MemoryTransport.Pair();
        var connecting = UacpConnection.ConnectAsync(client, "opc.tcp://plc", TransportLimits.Default, default);
        server.Abort();
        var e = await Assert.ThrowsAsync<ConnectionLostException>(() => connecting);
        Assert.Equal(StatusCode.BadConnectionClosed, e.Status);
    }
}
