using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Channel;

/// <summary>
/// Checks, decrypts and joins chunks to messages (Part 6 6.7.2), in either role. Every breach ends the connection, and all breaches of
/// security look alike from outside. One caller: the receive loop.
/// </summary>
/// <param name="security">The channel's keys.</param>
/// <param name="local">What we take.</param>
/// <param name="checkOpen">
/// Judges the header of an OPN chunk before its body is decrypted, throws to refuse. A client compares it with the endpoint it chose,
/// a server calls <see cref="ChannelSecurity.Agree"/>.
/// </param>
internal sealed class ChunkReader(ChannelSecurity security, TransportLimits local, Action<AsymmetricHeader> checkOpen) : IDisposable
{
    private const int SequenceHeader = 8;
    private const int SymmetricHeader = ChunkFrame.HeaderSize + 8;

    private byte[] _scratch = [];
    private IncomingMessage? _partial;
    private uint? _lastSequence;

    /// <summary>
    /// Takes one chunk; returns the message it completes, else null. An aborted message (Part 6 6.7.3) is returned with its Error as
    /// body.
    /// </summary>
    /// <exception cref="ConnectionLostException">The chunk breaks a rule: the connection is to be ended.</exception>
    public IncomingMessage? Read(in ChunkFrame frame, out bool aborted)
    {
        var size = (int)frame.Bytes.Length;
        if (_scratch.Length < size)
        {
            Return();
            _scratch = ArrayPool<byte>.Shared.Rent(size);
        }

        var chunk = _scratch.AsSpan(0, size);
        frame.Bytes.CopyTo(chunk);
        var plain = frame.Type switch
        {
            MessageType.Open => OpenAsymmetric(chunk),
            MessageType.Message or MessageType.Close => OpenSymmetric(chunk),
            _ => throw new ConnectionLostException($"{frame.Type} within a channel", StatusCode.BadTcpMessageTypeInvalid),
        };

        var sequence = BinaryPrimitives.ReadUInt32LittleEndian(plain);
        if (_lastSequence is { } last && !SequenceNumbers.Follows(last, sequence))
            throw new ConnectionLostException($"chunk {sequence} after chunk {last}", StatusCode.BadSequenceNumberInvalid);
        _lastSequence = sequence;
        return Join(frame, BinaryPrimitives.ReadUInt32LittleEndian(plain[4..]), plain[SequenceHeader..], out aborted);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _partial?.Dispose();
        _partial = null;
        Return();
        _scratch = [];
    }

    private IncomingMessage? Join(in ChunkFrame frame, uint requestId, ReadOnlySpan<byte> body, out bool aborted)
    {
        aborted = frame.Kind == ChunkKind.Abort;
        if (_partial is not null && (_partial.RequestId != requestId || _partial.Type != frame.Type))
            throw new ConnectionLostException($"chunks of request {requestId} within request {_partial.RequestId}",
                StatusCode.BadDecodingError);
        if (aborted)
        {
            _partial?.Dispose();
            _partial = null;
        }

        _partial ??= new(frame.Type, requestId);
        if (_partial.Chunks + 1 > local.MaxChunkCount || _partial.Length + body.Length > local.MaxMessageSize)
            throw new ConnectionLostException(
                $"a message of more than {local.MaxChunkCount} chunks or {local.MaxMessageSize} bytes", StatusCode.BadTcpMessageTooLarge);
        _partial.Append(body);
        if (frame.Kind == ChunkKind.Intermediate) return null;

        var whole = _partial;
        _partial = null;
        return whole;
    }

    private ReadOnlySpan<byte> OpenSymmetric(Span<byte> chunk)
    {
        if (chunk.Length < SymmetricHeader + SequenceHeader) throw Insecure();

        var channelId = BinaryPrimitives.ReadUInt32LittleEndian(chunk[8..]);
        if (channelId != security.ChannelId)
            throw new ConnectionLostException($"a chunk of channel {channelId} in channel {security.ChannelId}",
                StatusCode.BadTcpSecureChannelUnknown);
        var token = security.ToReceive(BinaryPrimitives.ReadUInt32LittleEndian(chunk[12..]))
            ?? throw new ConnectionLostException("a chunk under an unknown or replaced token", StatusCode.BadSecureChannelTokenUnknown);

        var end = chunk.Length;
        if (token.Encrypts)
        {
            if ((end - SymmetricHeader) % token.BlockSize != 0) throw Insecure();
            token.Decrypt(chunk[SymmetricHeader..]);
        }

        if (token.Signs)
        {
            end -= token.SignatureSize;
            if (end < SymmetricHeader + SequenceHeader || !token.Verify(chunk[..end], chunk[end..])) throw Insecure();
        }

        if (token.Encrypts) end = Unpad(chunk, end, SymmetricHeader + SequenceHeader, 1);
        security.Proven(token);
        return chunk[SymmetricHeader..end];
    }

    private ReadOnlySpan<byte> OpenAsymmetric(Span<byte> chunk)
    {
        if (!AsymmetricHeader.TryRead(chunk, out var header, out var head)) throw Insecure();
        if (security.ChannelId != 0 && header.ChannelId != security.ChannelId) throw Insecure();
        checkOpen(header);

        var policy = security.Policy;
        if (policy.IsNone) return chunk.Length < head + SequenceHeader ? throw Insecure() : chunk[head..];

        try
        {
            var plain = policy.Decrypt(security.Local!.PrivateKey, chunk[head..], chunk[head..]);
            var end = head + plain - (security.RemoteKey!.KeySize / 8);
            // Part 6 6.7.2.5: the signature covers the header with the size of the encrypted chunk, as it was sent.
            if (end < head + SequenceHeader
                || !policy.Verify(security.RemoteKey, chunk[..end], chunk[end..(head + plain)])) throw Insecure();
            return chunk[head..Unpad(chunk, end, head + SequenceHeader, security.Local.PrivateKey.KeySize > 2048 ? 2 : 1)];
        }
        catch (CryptographicException)
        {
            throw Insecure();
        }
    }

    /// <summary>
    /// Finds where the body ends: the last byte before the signature (or the last two) says how much padding stands before it.
    /// </summary>
    private static int Unpad(ReadOnlySpan<byte> chunk, int end, int start, int sizeBytes)
    {
        var extra = sizeBytes == 2 ? chunk[end - 1] : 0;
        var last = end - sizeBytes;
        if (last < start) throw Insecure();

        var padding = chunk[last] | (extra << 8);
        var body = last - padding;
        if (body < start || chunk[body..last].ContainsAnyExcept((byte)padding)) throw Insecure();
        return body;
    }

    private static ConnectionLostException Insecure() => new("a chunk failed the security checks", StatusCode.BadSecurityChecksFailed);

    private void Return()
    {
        if (_scratch.Length > 0) ArrayPool<byte>.Shared.Return(_scratch, clearArray: true);
    }
}
