using System.Buffers;
using System.Buffers.Binary;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Channel;

/// <summary>
/// Cuts a message into chunks, pads, signs and encrypts them (Part 6 6.7.2), in either role. One caller at a time: it numbers the chunks.
/// </summary>
/// <param name="security">The channel's keys.</param>
/// <param name="remote">What the other side takes.</param>
/// <param name="firstSequenceNumber">Number of the first chunk; a test begins near the wrap.</param>
internal sealed class ChunkWriter(ChannelSecurity security, TransportLimits remote, uint firstSequenceNumber = 1)
{
    private const int SequenceHeader = 8;
    private const int SymmetricHeader = ChunkFrame.HeaderSize + 8;

    private uint _sequence = firstSequenceNumber - 1;

    /// <summary>Writes a MSG or CLO message under the current token.</summary>
    /// <exception cref="ServiceException">The body is longer than the other side takes; nothing was written.</exception>
    public void Write(IBufferWriter<byte> output, MessageType type, uint requestId, ReadOnlySpan<byte> body)
    {
        var token = security.Sending ?? throw new InvalidOperationException("no token yet: OpenSecureChannel comes first");
        var maxBody = MaxBody(token);
        CheckSize(body.Length, maxBody);
        do
        {
            var part = body[..Math.Min(maxBody, body.Length)];
            body = body[part.Length..];
            WriteSymmetric(output, token, type, body.IsEmpty ? ChunkKind.Final : ChunkKind.Intermediate, requestId, part);
        }
        while (!body.IsEmpty);
    }

    /// <summary>
    /// Writes an OPN message: signed with our key and encrypted for the other side's whatever the mode, unless the policy is None.
    /// </summary>
    /// <exception cref="ServiceException">It does not fit in one chunk.</exception>
    public void WriteOpen(IBufferWriter<byte> output, uint requestId, ReadOnlySpan<byte> body)
    {
        var policy = security.Policy;
        var uri = System.Text.Encoding.UTF8.GetBytes(policy.Uri);
        var sender = policy.IsNone ? [] : security.Local!.Der;
        var receiver = policy.IsNone ? [] : System.Security.Cryptography.SHA1.HashData(security.RemoteCertificate);
        var head = ChunkFrame.HeaderSize + 4 + 12 + uri.Length + sender.Length + receiver.Length;

        // Part 6 6.7.2.5: the padding's length needs a second byte once the encrypting key is longer than 2048 bits.
        var signature = policy.IsNone ? 0 : security.Local!.PrivateKey.KeySize / 8;
        var plainBlock = policy.IsNone ? 1 : policy.PlainBlockSize(security.RemoteKey!);
        var cipherBlock = policy.IsNone ? 1 : SecurityPolicy.CipherBlockSize(security.RemoteKey!);
        var sizeBytes = policy.IsNone ? 0 : cipherBlock > 256 ? 2 : 1;
        var unpadded = SequenceHeader + body.Length + sizeBytes + signature;
        var padding = (plainBlock - (unpadded % plainBlock)) % plainBlock;
        var plainLength = unpadded + padding;
        var total = head + (plainLength / plainBlock * cipherBlock);
        if (total > remote.SendBufferSize) throw new ServiceException(StatusCode.BadRequestTooLarge,
            "OpenSecureChannel does not fit in one chunk");

        var rented = ArrayPool<byte>.Shared.Rent(head + plainLength);
        var chunk = rented.AsSpan(0, head + plainLength);
        WriteHeader(chunk, MessageType.Open, ChunkKind.Final, total);
        var at = chunk[12..];
        WriteBytes(ref at, uri, nullWhenEmpty: false);
        WriteBytes(ref at, sender, nullWhenEmpty: true);
        WriteBytes(ref at, receiver, nullWhenEmpty: true);
        WriteSequence(at, requestId);
        body.CopyTo(at[SequenceHeader..]);
        if (policy.IsNone)
        {
            output.Write(chunk);
        }
        else
        {
            var pad = at[(SequenceHeader + body.Length)..];
            pad[..(1 + padding)].Fill((byte)padding);
            if (sizeBytes == 2) pad[1 + padding] = (byte)(padding >> 8);
            policy.Sign(security.Local!.PrivateKey, chunk[..^signature]).CopyTo(chunk[^signature..]);
            output.Write(chunk[..head]);
            policy.Encrypt(security.RemoteKey!, chunk[head..], output);
        }

        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
    }

    private int MaxBody(ChannelToken token)
    {
        var secured = (int)Math.Min(remote.SendBufferSize, int.MaxValue) - SymmetricHeader;
        if (!token.Encrypts) return secured - SequenceHeader - token.SignatureSize;
        return (secured / token.BlockSize * token.BlockSize) - SequenceHeader - token.SignatureSize - 1;
    }

    private void CheckSize(int length, int maxBody)
    {
        var chunks = Math.Max(1, (length + maxBody - 1) / maxBody);
        if ((remote.MaxMessageSize != 0 && length > remote.MaxMessageSize) || (remote.MaxChunkCount != 0 && chunks > remote.MaxChunkCount))
            throw new ServiceException(StatusCode.BadRequestTooLarge,
                $"a message of {length} bytes in {chunks} chunks is more than the other side takes");
    }

    private void WriteSymmetric(
        IBufferWriter<byte> output, ChannelToken token, MessageType type, ChunkKind kind, uint requestId, ReadOnlySpan<byte> body)
    {
        var unpadded = SequenceHeader + body.Length + token.SignatureSize + (token.Encrypts ? 1 : 0);
        var padding = token.Encrypts ? (token.BlockSize - (unpadded % token.BlockSize)) % token.BlockSize : 0;
        var total = SymmetricHeader + unpadded + padding;
        var chunk = output.GetSpan(total)[..total];
        WriteHeader(chunk, type, kind, total);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[12..], token.TokenId);
        WriteSequence(chunk[SymmetricHeader..], requestId);
        body.CopyTo(chunk[(SymmetricHeader + SequenceHeader)..]);
        if (token.Encrypts) chunk.Slice(SymmetricHeader + SequenceHeader + body.Length, 1 + padding).Fill((byte)padding);
        if (token.Signs) token.Sign(chunk[..^token.SignatureSize], chunk[^token.SignatureSize..]);
        if (token.Encrypts) token.Encrypt(chunk[SymmetricHeader..]);
        output.Advance(total);
    }

    private void WriteHeader(Span<byte> chunk, MessageType type, ChunkKind kind, int size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(chunk, (uint)type | ((uint)kind << 24));
        BinaryPrimitives.WriteInt32LittleEndian(chunk[4..], size);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[8..], security.ChannelId);
    }

    private void WriteSequence(Span<byte> at, uint requestId)
    {
        _sequence = SequenceNumbers.After(_sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(at, _sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], requestId);
    }

    private static void WriteBytes(ref Span<byte> at, ReadOnlySpan<byte> bytes, bool nullWhenEmpty)
    {
        BinaryPrimitives.WriteInt32LittleEndian(at, bytes.IsEmpty && nullWhenEmpty ? -1 : bytes.Length);
        bytes.CopyTo(at[4..]);
        at = at[(4 + bytes.Length)..];
    }
}
