namespace EdgeCollector.Sources.Gpio;

/// <summary>An open chip: what it is called and which lines it has. Owned by one thread.</summary>
internal sealed class GpioChip : IDisposable
{
    private readonly IGpioKernel _kernel;
    private readonly int _descriptor;

    private GpioChip(IGpioKernel kernel, int descriptor, string path, string name, string label, uint lines)
    {
        _kernel = kernel;
        _descriptor = descriptor;
        Path = path;
        Name = name;
        Label = label;
        Lines = lines;
    }

    public string Path { get; }

    /// <summary>The kernel's name, gpiochip0: two paths with one name are one chip.</summary>
    public string Name { get; }

    public string Label { get; }

    public uint Lines { get; }

    /// <summary>The kernel (Linux 5.10 or newer) gives edges of this chip their time and number.</summary>
    public bool HasV2 { get; private init; }

    /// <exception cref="GpioException">No such device, no permission, or not a GPIO chip.</exception>
    public static GpioChip Open(IGpioKernel kernel, string path)
    {
        var descriptor = kernel.Open(path);
        if (descriptor < 0)
        {
            throw -descriptor switch
            {
                Errno.NoEntry or Errno.NoDevice or Errno.NoSuchDevice => new($"{path}: there is no such GPIO chip", GpioHealth.Wait),
                Errno.AccessDenied or Errno.NotPermitted => new GpioException(
                    $"{path}: no permission – add the service's user to the group gpio and start it again", GpioHealth.Failed),
                var error => GpioException.Of(path, error),
            };
        }

        Span<byte> info = stackalloc byte[GpioAbi.ChipInfoSize];
        info.Clear();
        var result = kernel.Control(descriptor, GpioAbi.GetChipInfo, info);
        if (result < 0)
        {
            kernel.Close(descriptor);
            throw -result == Errno.NotForThisDevice
                ? new($"{path} is not a GPIO chip – give auto, a label, or the path of one: /dev/gpiochip0", GpioHealth.Failed)
                : GpioException.Of(path, -result);
        }

        var (name, label, lines) = GpioAbi.ReadChipInfo(info);
        return new(kernel, descriptor, path, name, label, lines) { HasV2 = KnowsV2(kernel, descriptor) };
    }

    /// <summary>Any line's state, in version 1 where there is no other.</summary>
    /// <exception cref="GpioException">The chip is gone.</exception>
    public GpioLineInfo Line(uint offset)
    {
        Span<byte> info = stackalloc byte[GpioAbi.LineInfoSize];
        if (HasV2)
        {
            GpioAbi.WriteLineInfoRequest(info, offset);
            Check(_kernel.Control(_descriptor, GpioAbi.GetLineInfo, info), offset);
            return GpioAbi.ReadLineInfo(info);
        }

        info = info[..GpioAbi.LineInfoV1Size];
        GpioAbi.WriteLineInfoV1Request(info, offset);
        Check(_kernel.Control(_descriptor, GpioAbi.GetLineInfoV1, info), offset);
        return GpioAbi.ReadLineInfoV1(info);
    }

    /// <summary>Asks for all lines at once.</summary>
    /// <returns>The descriptor that the edges come from: the caller's, and independent of this one.</returns>
    /// <exception cref="GpioException">Names the line that is held, and by whom.</exception>
    public int Request(IReadOnlyList<uint> offsets, IReadOnlyList<GpioLine> lines)
    {
        var request = new byte[GpioLineRequest.Size];
        try
        {
            GpioLineRequest.Write(request, offsets, lines);
        }
        catch (ArgumentException e)
        {
            throw new GpioException($"{this}: {e.Message}", GpioHealth.Failed) { OfLines = true };
        }

        var result = _kernel.Control(_descriptor, GpioAbi.GetLine, request);
        return result >= 0 ? GpioLineRequest.ReadDescriptor(request) : throw Refused(-result, offsets, lines);
    }

    /// <summary>Asks for a line to drive; the descriptor is the caller's. The line has its level before anybody else can see it.</summary>
    /// <exception cref="GpioException">Names the line, and who holds it.</exception>
    public int RequestOutput(uint offset, GpioLine line, bool high)
    {
        var request = new byte[GpioLineRequest.Size];
        GpioLineRequest.WriteOutput(request, offset, high);
        var result = _kernel.Control(_descriptor, GpioAbi.GetLine, request);
        return result >= 0 ? GpioLineRequest.ReadDescriptor(request) : throw Refused(-result, [offset], [line]);
    }

    public void Dispose() => _kernel.Close(_descriptor);

    /// <summary>For messages: <c>pinctrl-rp1 (/dev/gpiochip0, 54 lines)</c>.</summary>
    public override string ToString() => $"{(Label.Length > 0 ? Label : Name)} ({Path}, {Lines} lines)";

    private GpioException Refused(int error, IReadOnlyList<uint> offsets, IReadOnlyList<GpioLine> lines)
    {
        var all = string.Join(", ", lines.Select(line => $"{line.Signal} on {line}"));
        switch (error)
        {
            case Errno.Busy:
                var held = offsets.Select((offset, i) => (Info: Line(offset), Asked: lines[i])).Where(line => line.Info.Used)
                    .Select(line => $"{line.Asked.Signal} on {line.Info} is held by {line.Info.Holder}").ToList();
                return GpioException.Held(ToString(), held.Count > 0 ? held : [$"a line was held a moment ago: {all}"]);

            case Errno.NoSuchDevice or Errno.NoDevice when lines.Count > 0 && Present():
                return new($"{this}: a line cannot report edges (no interrupt): {all} – take lines with interrupts", GpioHealth.Failed)
                {
                    OfLines = true,
                };

            default:
                return GpioException.Of($"{this}: {all}", error);
        }
    }

    /// <summary>An offset within the chip is never invalid to a kernel that knows the request.</summary>
    private static bool KnowsV2(IGpioKernel kernel, int descriptor)
    {
        Span<byte> info = stackalloc byte[GpioAbi.LineInfoSize];
        GpioAbi.WriteLineInfoRequest(info, 0);
        return kernel.Control(descriptor, GpioAbi.GetLineInfo, info) is not (-Errno.Invalid or -Errno.NotForThisDevice);
    }

    private void Check(int result, uint offset)
    {
        if (result < 0)
        {
            throw GpioException.Of($"{this} line {offset}", -result);
        }
    }

    private bool Present()
    {
        Span<byte> info = stackalloc byte[GpioAbi.ChipInfoSize];
        return _kernel.Control(_descriptor, GpioAbi.GetChipInfo, info) >= 0;
    }
}
