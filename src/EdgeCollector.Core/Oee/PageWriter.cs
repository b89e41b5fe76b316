using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// Facts to a page's bytes. A fact is: slot and whether its kinds differ from the slot's last fact (varint), those kinds where they do
/// (4 bytes), time since the fact before (varint), sequence since the fact before and value since the slot's last one (zigzag varints).
/// A count every second takes 5 to 6 bytes of the 32 that it has in memory.
/// </summary>
internal sealed class PageWriter
{
    /// <summary>No fact takes more: 3 + 4 + three numbers of at most 10.</summary>
    private const int MostBytes = 40;
    private SlotHistory _slots = new();
    private HourPage? _page;
    private long _sequence;

    /// <summary>Continues with an empty page.</summary>
    public void Begin(HourPage page)
    {
        _page = page;
        page.Length = page.Count = 0;
        _sequence = 0;
        _slots.Clear();
    }

    /// <summary>Continues behind what a page holds.</summary>
    public void Continue(HourPage page, ReadOnlySpan<TimelineFact> facts)
    {
        _page = page;
        _sequence = facts.IsEmpty ? 0 : facts[^1].Sequence;
        _slots.Clear();
        foreach (ref readonly var fact in facts)
        {
            ref var slot = ref _slots.Of(fact.Slot);
            (slot.Value, slot.Kinds) = (fact.Value, Kinds(fact));
        }
    }

    /// <summary>False: the page is full.</summary>
    public bool TryAppend(in TimelineFact fact)
    {
        var page = _page!;
        if (page.Length > HourPage.Capacity - MostBytes)
        {
            return false;
        }

        var bytes = page.Bytes;
        var at = page.Length;
        ref var slot = ref _slots.Of(fact.Slot);
        var kinds = Kinds(fact);
        var changed = kinds != slot.Kinds;
        at = Write(bytes, at, ((ulong)(uint)fact.Slot << 1) | (changed ? 1UL : 0));
        if (changed)
        {
            slot.Kinds = kinds;
            bytes[at++] = (byte)fact.Kind;
            bytes[at++] = (byte)fact.ValueKind;
            bytes[at++] = (byte)fact.Quality;
            bytes[at++] = (byte)fact.Flags;
        }

        at = Write(bytes, at, (ulong)(fact.Time - (page.Count == 0 ? page.Begin : page.LastTime)));
        at = Write(bytes, at, ZigZag(fact.Sequence - _sequence));
        at = Write(bytes, at, ZigZag(fact.Value - slot.Value));
        slot.Value = fact.Value;
        _sequence = fact.Sequence;
        page.FirstTime = page.Count == 0 ? fact.Time : page.FirstTime;
        page.LastTime = fact.Time;
        page.Length = at;
        page.Count++;
        return true;
    }

    private static uint Kinds(in TimelineFact fact) =>
        (uint)fact.Kind | ((uint)fact.ValueKind << 8) | ((uint)fact.Quality << 16) | ((uint)fact.Flags << 24);

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static int Write(byte[] bytes, int at, ulong value)
    {
        while (value >= 0x80)
        {
            bytes[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[at++] = (byte)value;
        return at;
    }
}

/// <summary>What the last fact of each slot was, within a page.</summary>
internal struct SlotHistory()
{
    private Entry[] _entries = new Entry[8];

    public readonly void Clear() => _entries.AsSpan().Clear();

    public ref Entry Of(int slot)
    {
        if (slot >= _entries.Length)
        {
            Array.Resize(ref _entries, slot + 8);
        }

        return ref _entries[slot];
    }

    public struct Entry
    {
        public long Value;
        public uint Kinds;
    }
}

/// <summary>A page's bytes to facts: into one buffer that all machines of an engine share.</summary>
internal sealed class PageReader
{
    /// <summary>Four bytes are the least that a fact takes; and room for one to be inserted.</summary>
    private readonly TimelineFact[] _facts = new TimelineFact[(HourPage.Capacity / 4) + 1];
    private SlotHistory _slots = new();

    /// <summary>The facts of a page, with room for one more behind them; valid until the next call.</summary>
    public Span<TimelineFact> Read(HourPage page)
    {
        _slots.Clear();
        var (at, time, sequence) = (0, page.Begin, 0L);
        var bytes = page.Bytes;
        for (var i = 0; i < page.Count; i++)
        {
            ref var fact = ref _facts[i];
            var header = Number(bytes, ref at);
            fact.Slot = (int)(header >> 1);
            ref var slot = ref _slots.Of(fact.Slot);
            if ((header & 1) != 0)
            {
                slot.Kinds = bytes[at] | ((uint)bytes[at + 1] << 8) | ((uint)bytes[at + 2] << 16) | ((uint)bytes[at + 3] << 24);
                at += 4;
            }

            time += (long)Number(bytes, ref at);
            sequence += Signed(bytes, ref at);
            slot.Value += Signed(bytes, ref at);
            fact.Time = time;
            fact.Sequence = sequence;
            fact.Value = slot.Value;
            fact.Kind = (FactKind)(byte)slot.Kinds;
            fact.ValueKind = (ValueKind)(byte)(slot.Kinds >> 8);
            fact.Quality = (Quality)(byte)(slot.Kinds >> 16);
            fact.Flags = (InputFlags)(byte)(slot.Kinds >> 24);
        }

        return _facts.AsSpan(0, page.Count + 1);
    }

    private static long Signed(byte[] bytes, ref int at)
    {
        var value = Number(bytes, ref at);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private static ulong Number(byte[] bytes, ref int at)
    {
        ulong value = bytes[at++];
        if (value < 0x80)
        {
            return value;
        }

        value &= 0x7F;
        for (var shift = 7; ; shift += 7)
        {
            ulong next = bytes[at++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
