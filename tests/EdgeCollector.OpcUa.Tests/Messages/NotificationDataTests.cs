using System.Buffers;

using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

using Xunit;

namespace EdgeCollector.OpcUa.Tests.Messages;

public sealed class NotificationDataTests
{
    private static readonly DateTime Time = new(2026, 3, 1, 6, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_notification_of_1000_numbers_decodes_without_allocating_per_value()
    {
        ReadOnlySequence<byte> small = Message(10);
        ReadOnlySequence<byte> big = Message(1000);
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal((10, 45.0), Read(small));
            Assert.Equal((1000, 499_500.0), Read(big));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(small);
        long forSmall = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        Read(big);
        long forBig = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(forSmall, forBig);
        Assert.InRange(forBig, 0, 512);
    }

    [Fact]
    public void A_message_with_several_kinds_is_read_in_order()
    {
        var events = new ExtensionObject(new NodeId(0, 916), ExtensionBody.Binary, [0, 0, 0, 0]);
        using var data = NotificationData.Of(
            ExtensionObject.Of(new StatusChangeNotification(StatusCode.BadTimeout, null)),
            events,
            ExtensionObject.Of(new DataChangeNotification([new(7, new DataValue(Variant.Of("on")))], [])));

        NotificationReader r = data.Read(EncodingLimits.Default);
        Assert.Equal(3, r.Count);
        Assert.True(r.MoveNext());
        Assert.True(r.TryReadStatusChange(out StatusCode status));
        Assert.Equal(StatusCode.BadTimeout, status);
        Assert.True(r.MoveNext());
        Assert.Equal((NotificationKind.Other, new NodeId(0, 916)), (r.Kind, r.TypeId));
        Assert.False(r.TryReadStatusChange(out _));
        Assert.True(r.MoveNext());
        DataChangeReader changes = r.DataChanges();
        Assert.True(changes.TryRead(out MonitoredItemNotification item));
        Assert.Equal(new MonitoredItemNotification(7, new DataValue(Variant.Of("on"))), item);
        Assert.False(changes.TryRead(out _));
        Assert.False(changes.Failed);
        Assert.False(r.MoveNext());
    }

    [Fact]
    public void A_notification_cut_short_gives_the_values_before_the_cut_and_says_so()
    {
        MonitoredItemNotification[] items = [new(1, new(Variant.Of(1))), new(2, new(Variant.Of(2)))];
        byte[] whole = ExtensionObject.Of(new DataChangeNotification(items, [])).Body!;
        var changes = new DataChangeReader(new ReadOnlySequence<byte>(whole.AsMemory(0, whole.Length - 6)), EncodingLimits.Default);

        Assert.True(changes.TryRead(out MonitoredItemNotification first));
        Assert.Equal(1u, first.ClientHandle);
        Assert.False(changes.TryRead(out _));
        Assert.True(changes.Failed);
        Assert.Equal(StatusCode.BadDecodingError, changes.Fault);
    }

    [Fact]
    public void A_keep_alive_is_empty_and_reading_after_dispose_throws()
    {
        NotificationData data = NotificationData.Empty;
        Assert.True(data.IsEmpty);
        data.Dispose();
        data.Dispose();
        Assert.Throws<ObjectDisposedException>(() => data.Read(EncodingLimits.Default).Count);
    }

    private static ReadOnlySequence<byte> Message(int count)
    {
        var items = new MonitoredItemNotification[count];
        for (int i = 0; i < count; i++)
        {
            items[i] = new MonitoredItemNotification((uint)i, new DataValue(Variant.Of((double)i), default, Time, 0, Time));
        }

        var response = new PublishResponse(
            new ResponseHeader(Time, 1, StatusCode.Good, null, [], null), 1, [], false,
            new NotificationMessage(1, Time, NotificationData.Of(ExtensionObject.Of(new DataChangeNotification(items, [])))), [], []);
        var buffer = new ArrayBufferWriter<byte>();
        MessageCodec.Encode(buffer, response);
        return new ReadOnlySequence<byte>(buffer.WrittenMemory);
    }

    private static (int Count, double Sum) Read(ReadOnlySequence<byte> body)
    {
        Decoded<PublishResponse> decoded = MessageCodec.Decode<PublishResponse>(body, EncodingLimits.Default);
        using NotificationData data = decoded.Message!.NotificationMessage.NotificationData;
        (int count, double sum) = (0, 0);
        NotificationReader notifications = data.Read(EncodingLimits.Default);
        while (notifications.MoveNext())
        {
            DataChangeReader changes = notifications.DataChanges();
            while (changes.TryRead(out MonitoredItemNotification item))
            {
                count++;
                sum += item.Value.Value.TryGetDouble(out double value) && item.Value.SourceTimestamp == Time ? value : double.NaN;
            }
        }

        return (count, sum);
    }
}
