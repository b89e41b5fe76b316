using System.Buffers.Binary;
using System.Text;
using EdgeCollector.Sources.Gpio;

namespace EdgeCollector.Tests.Sources.Gpio;

/// <summary>
/// A kernel with chips of its own that reads and writes the structures at the places linux/gpio.h gives them, written down here a
/// second time and independently of the product's. Counts descriptors, so that a leak shows.
/// </summary>
internal sealed class ScriptedKernel : IGpioKernel
{
    public const int PermissionDenied = 13;
    private readonly object _lock = new();
    private readonly Dictionary<int, object> _descriptors = [];
    private readonly List<byte[]> _events = [];
    private readonly HashSet<uint> _high = [];
    private readonly Dictionary<uint, uint> _lineSequences = [];
    private readonly Dictionary<uint, bool> _driven = [];
    private uint _sequence;
    private int _next = 3;
    private bool _woken;

    public List<Chip> Chips { get; } = [];

    /// <summary>What the last request asked for, as its 592 bytes.</summary>
    public byte[] Asked { get; private set; } = [];

    /// <summary>Requests for lines that were granted.</summary>
    public int Requests { get; private set; }

    /// <summary>Errno of the next request for lines; 0: granted.</summary>
    public int RefuseLines { get; set; }

    /// <summary>Errno of each read of edges; 0: none.</summary>
    public int FailReads { get; set; }

    public bool HasVersion2 { get; set; } = true;

    /// <summary>System.Device.Gpio's driver for a kernel without version 2.</summary>
    public ScriptedDriver Driver { get; set; } = new();

    /// <summary>The level an output was driven to last; null: it never was.</summary>
    public bool? Driven(uint line)
    {
        lock (_lock)
        {
            return _driven.TryGetValue(line, out var high) ? high : null;
        }
    }

    public int OpenDescriptors
    {
        get
        {
            lock (_lock)
            {
                return _descriptors.Count;
            }
        }
    }

    public Chip Add(string label, int lines, string? path = null)
    {
        var chip = new Chip(path ?? $"/dev/gpiochip{Chips.Count}", $"gpiochip{Chips.Count}", label, lines);
        lock (_lock)
        {
            Chips.Add(chip);
        }

        return chip;
    }

    public void Set(uint line, bool high) => _ = high ? _high.Add(line) : _high.Remove(line);

    /// <summary>An edge of a line, with the next number after skipping some: edges that were lost, <paramref name="ofLine"/> of them
    /// its own.</summary>
    public void Edge(uint line, bool rising, long time, uint skip = 0, uint ofLine = 0)
    {
        var bytes = new byte[48];
        _sequence += skip + 1;
        BinaryPrimitives.WriteInt64LittleEndian(bytes, time);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), rising ? 1u : 2u);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), line);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), _sequence);
        _lineSequences[line] = _lineSequences.GetValueOrDefault(line) + ofLine + 1;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), _lineSequences[line]);
        lock (_lock)
        {
            _events.Add(bytes);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Unplugged: the device is gone, and whoever has it open is told.</summary>
    public void Unplug()
    {
        lock (_lock)
        {
            Chips.Clear();
            _sequence = 0;
            _lineSequences.Clear();
            Monitor.PulseAll(_lock);
        }
    }

    public IReadOnlyList<string> Devices()
    {
        lock (_lock)
        {
            return [.. Chips.Select(chip => chip.Path)];
        }
    }

    public int Open(string path)
    {
        lock (_lock)
        {
            var chip = Chips.Find(c => c.Path == path);
            return chip is null ? -2 : chip.Refuse != 0 ? -chip.Refuse : Add(chip);
        }
    }

    public int Control(int descriptor, uint request, Span<byte> argument)
    {
        switch (request, _descriptors[descriptor])
        {
            case (0x8044B401, Chip { IsGpio: false }):
                return -25;
            case (0x8044B401, Chip chip):
                Encoding.UTF8.GetBytes(chip.Name, argument);
                Encoding.UTF8.GetBytes(chip.Label, argument[32..]);
                BinaryPrimitives.WriteInt32LittleEndian(argument[64..], chip.Lines);
                return 0;
            case (0xC100B405, Chip chip):
                return LineInfo(chip, argument);
            case (0xC048B402, Chip chip):
                return LineInfoVersion1(chip, argument);
            case (0xC250B407, Chip) when RefuseLines == 0 && (BinaryPrimitives.ReadUInt64LittleEndian(argument[288..]) & 8) != 0:
                return Drive(argument);
            case (0xC250B407, Chip chip):
                Asked = argument.ToArray();
                var held = Offsets(Asked).Any(offset => chip.Held.ContainsKey((int)offset));
                if (held || RefuseLines != 0)
                {
                    return RefuseLines != 0 ? -RefuseLines : -16;
                }

                Requests++;
                BinaryPrimitives.WriteInt32LittleEndian(argument[588..], Add(Asked));
                return 0;
            case (0xC010B40F, Output line):
                return Set(line, argument);
            case (0xC010B40E, byte[] asked):
                if (Chips.Count == 0)
                {
                    return -19;
                }

                var values = 0UL;
                foreach (var (i, offset) in Offsets(asked).Index())
                {
                    values |= _high.Contains(offset) ? 1UL << i : 0;
                }

                BinaryPrimitives.WriteUInt64LittleEndian(argument, values & BinaryPrimitives.ReadUInt64LittleEndian(argument[8..]));
                return 0;
            default:
                return -22;
        }
    }

    public int Wait(int lines, int waker, TimeSpan timeout, out GpioReady ready)
    {
        lock (_lock)
        {
            if (Ready(lines) == GpioReady.None)
            {
                Monitor.Wait(_lock, timeout);
            }

            ready = Ready(lines);
            return 0;
        }
    }

    public int Read(int descriptor, Span<byte> into)
    {
        lock (_lock)
        {
            if (_descriptors[descriptor] is "waker")
            {
                _woken = false;
                return 8;
            }

            if (FailReads != 0)
            {
                return -FailReads;
            }

            var length = 0;
            foreach (var bytes in EventsOf(descriptor).Take(into.Length / 48).ToList())
            {
                bytes.CopyTo(into[length..]);
                length += 48;
                _events.Remove(bytes);
            }

            return length;
        }
    }

    public int CreateWaker() => Add("waker");

    public int Signal(int waker)
    {
        lock (_lock)
        {
            Assert(_descriptors.GetValueOrDefault(waker) is "waker", $"descriptor {waker} signalled after it was closed");
            _woken = true;
            Monitor.PulseAll(_lock);
            return 0;
        }
    }

    public void Close(int descriptor)
    {
        lock (_lock)
        {
            Assert(_descriptors.Remove(descriptor), $"descriptor {descriptor} closed twice");
        }
    }

    public ChipDriver OpenDriver(GpioChip chip) => new(Driver, 0, "scripted");

    private static void Assert(bool holds, string what) => Xunit.Assert.True(holds, what);

    /// <summary>Offsets of a request's lines: their number lies behind flags and ten attributes.</summary>
    private static IEnumerable<uint> Offsets(byte[] request) =>
        Enumerable.Range(0, BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(560)))
            .Select(i => BinaryPrimitives.ReadUInt32LittleEndian(request.AsSpan(i * 4)));

    private int LineInfo(Chip chip, Span<byte> argument)
    {
        if (!HasVersion2)
        {
            return -22;
        }

        var offset = BinaryPrimitives.ReadInt32LittleEndian(argument[64..]);
        Encoding.UTF8.GetBytes(chip.Names.GetValueOrDefault(offset, ""), argument);
        if (chip.Held.TryGetValue(offset, out var holder))
        {
            Encoding.UTF8.GetBytes(holder, argument[32..]);
            BinaryPrimitives.WriteUInt64LittleEndian(argument[72..], 1);
        }

        return 0;
    }

    private static int LineInfoVersion1(Chip chip, Span<byte> argument)
    {
        Assert(argument.Length == 72, "struct gpioline_info");
        var offset = BinaryPrimitives.ReadInt32LittleEndian(argument);
        Encoding.UTF8.GetBytes(chip.Names.GetValueOrDefault(offset, ""), argument[8..]);
        if (chip.Held.TryGetValue(offset, out var holder))
        {
            Encoding.UTF8.GetBytes(holder, argument[40..]);
            BinaryPrimitives.WriteUInt32LittleEndian(argument[4..], 1);
        }

        return 0;
    }

    private IEnumerable<byte[]> EventsOf(int lines) => _descriptors.GetValueOrDefault(lines) is byte[] asked
        ? _events.Where(bytes => Offsets(asked).Contains(BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12))))
        : [];

    /// <summary>A request with the flag "output": the attribute "output values" gives the first level.</summary>
    private int Drive(Span<byte> argument)
    {
        Assert(BinaryPrimitives.ReadUInt32LittleEndian(argument[560..]) == 1, "one line a request");
        Assert(BinaryPrimitives.ReadUInt32LittleEndian(argument[296..]) == 1, "one attribute");
        Assert(BinaryPrimitives.ReadUInt32LittleEndian(argument[320..]) == 2, "output values");
        Assert(BinaryPrimitives.ReadUInt64LittleEndian(argument[336..]) == 1, "of the first line");
        var line = new Output(BinaryPrimitives.ReadUInt32LittleEndian(argument));
        Drive(line.Offset, (BinaryPrimitives.ReadUInt64LittleEndian(argument[328..]) & 1) != 0);
        BinaryPrimitives.WriteInt32LittleEndian(argument[588..], Add(line));
        return 0;
    }

    private int Set(Output line, Span<byte> argument)
    {
        Assert(BinaryPrimitives.ReadUInt64LittleEndian(argument[8..]) == 1, "of the first line");
        if (Chips.Count == 0)
        {
            return -19;
        }

        Drive(line.Offset, BinaryPrimitives.ReadUInt64LittleEndian(argument) != 0);
        return 0;
    }

    private void Drive(uint line, bool high)
    {
        lock (_lock)
        {
            _driven[line] = high;
        }
    }

    private GpioReady Ready(int lines) => (EventsOf(lines).Any() || FailReads != 0 ? GpioReady.Edges : 0) | (_woken ? GpioReady.Woken : 0)
        | (Chips.Count == 0 ? GpioReady.Gone : 0);

    private int Add(object what)
    {
        lock (_lock)
        {
            _descriptors.Add(_next, what);
            return _next++;
        }
    }

    private sealed record Output(uint Offset);

    internal sealed record Chip(string Path, string Name, string Label, int Lines)
    {
        public Dictionary<int, string> Names { get; } = [];

        /// <summary>Offset to consumer.</summary>
        public Dictionary<int, string> Held { get; } = [];

        /// <summary>Errno of opening it; 0: opens.</summary>
        public int Refuse { get; set; }

        public bool IsGpio { get; set; } = true;
    }
}
