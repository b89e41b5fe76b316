using System.Buffers;

using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>
/// Decodes a DataChangeNotification value by value (Part 4, DataChangeNotification; Part 6, 5.2). Numbers, Boolean, DateTime and
/// StatusCode allocate nothing; texts and arrays allocate themselves.
/// </summary>
internal ref struct DataChangeReader
{
    private UaReader _reader;
    private int _left;

    public DataChangeReader(ReadOnlySequence<byte> body, EncodingLimits limits)
    {
        _reader = new UaReader(body, limits);
        Count = _left = Math.Max(0, _reader.ArrayLength(MonitoredItemNotification.MinSize));
    }

    /// <summary>Values that the notification says it holds.</summary>
    public int Count { get; }

    /// <summary>True when the bytes were malformed; the values read before are right, those after are lost.</summary>
    public readonly bool Failed => _reader.Failed;

    public readonly StatusCode Fault => _reader.Fault;

    public readonly string? Error => _reader.Error;

    /// <summary>The next value; false at the end, and when <see cref="Failed"/>.</summary>
    public bool TryRead(out MonitoredItemNotification item)
    {
        if (_left == 0 || _reader.Failed)
        {
            item = default;
            return false;
        }

        _left--;
        item = MonitoredItemNotification.Decode(ref _reader);
        return !_reader.Failed;
    }
}
