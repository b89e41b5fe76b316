using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>Operator entries and order starts; numbers are journal format.</summary>
internal static class EntryRecords
{
    private const byte Reason = 1;
    private const byte Count = 2;

    public static void Encode(RecordWriter writer, OperatorEntry entry)
    {
        writer.Byte(entry switch
        {
            ReasonEntry => Reason,
            CountEntry => Count,
            _ => throw new ArgumentException(
                $"The journal has no format for an entry of type {entry.GetType().Name}; add it to EntryRecords."),
        });
        writer.Text(entry.Id);
        writer.Text(entry.Actor);
        if (entry is ReasonEntry reason)
        {
            writer.Text(reason.Machine);
            writer.Int(reason.From);
            writer.OptionalInt(reason.To);
            writer.OptionalText(reason.Code);
            writer.Text(reason.Note);
        }
        else if (entry is CountEntry count)
        {
            writer.Text(count.Machine);
            writer.Int(count.At);
            writer.Byte((byte)count.Role);
            writer.Int(count.Pieces);
        }
    }

    public static OperatorEntry? DecodeEntry(ref RecordReader r)
    {
        switch (r.Byte())
        {
            case Reason:
                return new ReasonEntry(r.Text(), r.Text(), r.Text(), r.Int(), r.OptionalInt(), r.OptionalText(), r.Text());
            case Count:
                return new CountEntry(r.Text(), r.Text(), r.Text(), r.Int(), (CounterRole)r.Enum((byte)CounterRole.Rework), r.Int());
            default:
                r.Fail();
                return null;
        }
    }

    public static void Encode(RecordWriter writer, OrderStart order)
    {
        writer.Text(order.Id);
        writer.Text(order.Actor);
        writer.Text(order.Machine);
        writer.Int(order.At);
        writer.OptionalText(order.Product);
        writer.OptionalText(order.Order);
    }

    public static OrderStart DecodeOrder(ref RecordReader r) =>
        new(r.Text(), r.Text(), r.Text(), r.Int(), r.OptionalText(), r.OptionalText());
}
