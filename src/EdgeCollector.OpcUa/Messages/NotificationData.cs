using System.Buffers;

using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>
/// The NotificationData of a NotificationMessage, an array of ExtensionObject, still encoded. Decoding a PublishResponse copies it
/// to a pooled buffer, so the response may cross an await; <see cref="Read"/> then decodes value by value without allocating.
/// One owner: who reads it disposes it, once, when no reader is in use.
/// </summary>
internal sealed class NotificationData : IDisposable
{
    private readonly int _length;
    private readonly bool _pooled;
    private byte[]? _bytes;

    private NotificationData(byte[] bytes, int length, bool pooled)
    {
        _bytes = bytes;
        _length = length;
        _pooled = pooled;
    }

    /// <summary>No notification, as in a keep-alive: an array of length 0.</summary>
    public static NotificationData Empty => new(new byte[4], 4, pooled: false);

    /// <summary>True for a keep-alive.</summary>
    public bool IsEmpty => Read(EncodingLimits.Default).Count == 0;

    private ReadOnlyMemory<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_bytes is null, this);
            return _bytes.AsMemory(0, _length);
        }
    }

    /// <summary>For a sender: encodes the notifications.</summary>
    public static NotificationData Of(params ExtensionObject?[] notifications)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var w = new UaWriter(buffer);
        w.ExtensionObjectArray(notifications);
        w.Flush();
        return new NotificationData(buffer.WrittenSpan.ToArray(), buffer.WrittenCount, pooled: false);
    }

    public static NotificationData Decode(ref UaReader r)
    {
        UaReader start = r;
        int count = r.ArrayLength(3);
        for (int i = 0; i < count && !r.Failed; i++)
        {
            r.SkipExtensionObject(out _, out _);
        }

        if (r.Failed)
        {
            return Empty;
        }

        int length = (int)(r.Consumed - start.Consumed);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        start.Slice(length).CopyTo(bytes);
        return new NotificationData(bytes, length, pooled: true);
    }

    public void Encode(ref UaWriter w) => w.Raw(Bytes.Span);

    /// <summary>A reader that stands before the first notification.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been given back.</exception>
    public NotificationReader Read(EncodingLimits limits) => new(Bytes, limits);

    public void Dispose()
    {
        byte[]? bytes = Interlocked.Exchange(ref _bytes, null);
        if (bytes is not null && _pooled)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
