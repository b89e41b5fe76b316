using System.Buffers.Binary;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Transport;

namespace EdgeCollector.OpcUa.Channel;

/// <summary>Part 6 6.7.2.3, asymmetric security header: by which policy and whose certificates an OPN chunk is secured.</summary>
internal sealed record AsymmetricHeader(uint ChannelId, string PolicyUri, byte[] SenderCertificate, byte[] ReceiverThumbprint)
{
    private const int MaxUri = 255;
    private const int MaxThumbprint = 20;

    /// <summary>Reads it from a whole chunk. Pure.</summary>
    /// <param name="chunk">From the first byte of the message header on.</param>
    /// <param name="header">The header, if sound.</param>
    /// <param name="length">Where the secured part begins.</param>
    public static bool TryRead(ReadOnlySpan<byte> chunk, out AsymmetricHeader header, out int length)
    {
        header = null!;
        length = ChunkFrame.HeaderSize + 4;
        if (chunk.Length < length) return false;

        var channelId = BinaryPrimitives.ReadUInt32LittleEndian(chunk[ChunkFrame.HeaderSize..]);
        if (!TryBytes(chunk, ref length, MaxUri, out var uri)
            || !TryBytes(chunk, ref length, CertificateInspector.MaxSize, out var sender)
            || !TryBytes(chunk, ref length, MaxThumbprint, out var receiver)) return false;

        header = new(channelId, System.Text.Encoding.UTF8.GetString(uri), sender.ToArray(), receiver.ToArray());
        return true;
    }

    private static bool TryBytes(ReadOnlySpan<byte> chunk, ref int at, int max, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (chunk.Length - at < 4) return false;

        var length = BinaryPrimitives.ReadInt32LittleEndian(chunk[at..]);
        at += 4;
        if (length == -1) return true;
        if (length < 0 || length > max || length > chunk.Length - at) return false;

        bytes = chunk.Slice(at, length);
        at += length;
        return true;
    }
}
