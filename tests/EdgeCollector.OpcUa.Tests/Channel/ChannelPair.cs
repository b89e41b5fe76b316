using System.Buffers;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Tests.Security;
using EdgeCollector.OpcUa.Transport;

namespace EdgeCollector.OpcUa.Tests.Channel;

/// <summary>Writer and reader of both roles over the same keys, without a connection: what one writes the other reads.</summary>
internal sealed class ChannelPair
{
    public const uint ChannelId = 77;

    public static readonly TransportLimits Limits = new(8192, 8192, 200_000, 30);

    private static readonly byte[] ClientNonce = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] ServerNonce = [.. Enumerable.Range(101, 32).Select(i => (byte)i)];

    public ChannelPair(
        SecurityPolicy policy, MessageSecurityMode mode, ApplicationCertificate? client = null, ApplicationCertificate? server = null,
        uint first = 1)
    {
        client ??= TestCertificates.Client.Value;
        server ??= TestCertificates.Server.Value;
        Policy = policy;
        Mode = mode;
        Client = new(client) { ChannelId = ChannelId };
        Server = new(server) { ChannelId = ChannelId };
        Client.Agree(policy, mode, server.Der,
            System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPublicKey(server.Certificate));
        Server.Agree(policy, mode, client.Der,
            System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPublicKey(client.Certificate));
        Writer = new(Client, Limits, first);
        Reader = new(Server, Limits, _ => { });
        Renew(1, serverKnows: true);
    }

    public SecurityPolicy Policy { get; }

    public MessageSecurityMode Mode { get; }

    public ChannelSecurity Client { get; }

    public ChannelSecurity Server { get; }

    public ChunkWriter Writer { get; }

    public ChunkReader Reader { get; }

    public void Renew(uint tokenId, bool serverKnows)
    {
        byte[] nonce = [.. ClientNonce];
        nonce[0] = (byte)tokenId;
        Client.Use(new(Policy, Mode, tokenId, TimeSpan.FromHours(1), nonce, ServerNonce), sendAtOnce: true);
        if (serverKnows) Server.Use(new(Policy, Mode, tokenId, TimeSpan.FromHours(1), ServerNonce, nonce), sendAtOnce: false);
    }

    /// <summary>The chunks of one message, each in an array of its own.</summary>
    public List<byte[]> Write(byte[] body, uint requestId = 5, MessageType type = MessageType.Message)
    {
        var output = new ArrayBufferWriter<byte>();
        if (type == MessageType.Open) Writer.WriteOpen(output, requestId, body);
        else Writer.Write(output, type, requestId, body);
        var chunks = new List<byte[]>();
        for (var rest = new ReadOnlySequence<byte>(output.WrittenMemory); !rest.IsEmpty;)
        {
            if (ChunkFrame.TryParse(rest, Limits.ReceiveBufferSize,
                out var frame) != FrameResult.Complete) throw new InvalidOperationException("bad chunk");
            chunks.Add(frame.Bytes.ToArray());
            rest = rest.Slice(frame.Bytes.End);
        }

        return chunks;
    }

    public IncomingMessage? Read(byte[] chunk) => Read(chunk, out _);

    public IncomingMessage? Read(byte[] chunk, out bool aborted)
    {
        ChunkFrame.TryParse(new ReadOnlySequence<byte>(chunk), uint.MaxValue, out var frame);
        return Reader.Read(frame, out aborted);
    }
}
