using System.Buffers;
using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.Benchmarks.Messages;

/// <summary>
/// One encoded DataChangeNotification of 1,000 Doubles with both time stamps, as a PLC sends them, and two ways to the sum of its values:
/// the client's reader, which hands out value by value, and <see cref="ObjectDecoder"/>.
/// </summary>
internal sealed class Notification
{
    public const int Values = 1_000;

    private readonly byte[] _body = Encode();

    public double ByReader()
    {
        var changes = new DataChangeReader(new ReadOnlySequence<byte>(_body), EncodingLimits.Default);
        var sum = 0.0;
        while (changes.TryRead(out var item))
        {
            sum += item.Value.Value.TryGetDouble(out var value) ? value : double.NaN;
        }

        return sum;
    }

    public double ByObjects()
    {
        var sum = 0.0;
        foreach (var item in ObjectDecoder.Decode(_body))
        {
            sum += (double)item.Value.Value!;
        }

        return sum;
    }

    private static byte[] Encode()
    {
        var time = new DateTime(2026, 3, 1, 6, 0, 0, DateTimeKind.Utc);
        var items = Enumerable.Range(0, Values).Select(
            i => new MonitoredItemNotification((uint)i, new DataValue(Variant.Of(i / 4.0), default, time, 0, time)));
        return ExtensionObject.Of(new DataChangeNotification([.. items], [])).Body!;
    }
}
