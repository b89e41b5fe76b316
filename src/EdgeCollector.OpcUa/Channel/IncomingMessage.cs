using System.Buffers;
using EdgeCollector.OpcUa.Transport;

namespace EdgeCollector.OpcUa.Channel;

/// <summary>A whole message, in pooled memory. Whoever holds it disposes it once.</summary>
internal sealed class IncomingMessage(MessageType type, uint requestId) : IDisposable
{
    private byte[] _buffer = [];
    private int _length;

    public MessageType Type { get; } = type;

    public uint RequestId { get; } = requestId;

    /// <summary>Chunks taken so far.</summary>
    public int Chunks { get; private set; }

    /// <summary>The encoded body: type id, then the message.</summary>
    public ReadOnlySequence<byte> Body => new(_buffer, 0, _length);

    public int Length => _length;

    /// <summary>Adds one chunk's body.</summary>
    public void Append(ReadOnlySpan<byte> body)
    {
        if (_buffer.Length - _length < body.Length)
        {
            var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + body.Length, 2 * _buffer.Length));
            _buffer.AsSpan(0, _length).CopyTo(bigger);
            Return();
            _buffer = bigger;
        }

        body.CopyTo(_buffer.AsSpan(_length));
        _length += body.Length;
        Chunks++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Return();
        _buffer = [];
        _length = 0;
    }

    private void Return()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
    }
}
