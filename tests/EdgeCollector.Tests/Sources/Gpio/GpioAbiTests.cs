using System.Buffers.Binary;
using EdgeCollector.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

/// <summary>Sizes, places and request codes of linux/gpio.h, version 2.</summary>
public sealed class GpioAbiTests
{
    private static readonly TimeSpan FiveMilliseconds = TimeSpan.FromMilliseconds(5);

    [Theory]
    [InlineData(GpioAbi.GetChipInfo, 0x8044B401)]
    [InlineData(GpioAbi.GetLineInfo, 0xC100B405)]
    [InlineData(GpioAbi.GetLine, 0xC250B407)]
    [InlineData(GpioAbi.GetLineValues, 0xC010B40E)]
    public void Request_codes_carry_direction_size_group_and_number(uint code, uint expected) => Assert.Equal(expected, code);

    [Fact]
    public void A_request_has_every_field_in_its_place_and_zero_elsewhere()
    {
        GpioLine[] lines =
        [
            new("run", null, 17, GpioEdges.Both, PullUp: true, TimeSpan.FromMilliseconds(20)),
            new("good", null, 27, GpioEdges.Falling, PullUp: true, FiveMilliseconds),
            new("scrap", null, 22, GpioEdges.Falling, PullUp: true, FiveMilliseconds),
            new("total", null, 5, GpioEdges.Rising, PullUp: false, TimeSpan.Zero),
        ];
        var request = new byte[592];
        Array.Fill(request, (byte)0xEE);

        GpioLineRequest.Write(request, [17, 27, 22, 5], lines);

        var expected = new byte[592];
        U32(expected, 0, 17);
        U32(expected, 4, 27);
        U32(expected, 8, 22);
        U32(expected, 12, 5);
        "edgecollector"u8.CopyTo(expected.AsSpan(256));
        U64(expected, 288, 0x124);              // default flags: input, falling, pull-up: what most lines have
        U32(expected, 296, 4);                  // num_attrs
        Attribute(expected, 0, 1, 0x134, 0b0001);   // flags of run: both edges
        Attribute(expected, 1, 1, 0x014, 0b1000);   // flags of total: rising, the board's own pull
        Attribute(expected, 2, 3, 20_000, 0b0001);  // debounce, us
        Attribute(expected, 3, 3, 5_000, 0b0110);
        U32(expected, 560, 4);                  // num_lines
        U32(expected, 564, 1024);               // event_buffer_size
        Assert.Equal(expected, request);
    }

    [Fact]
    public void Eight_lines_that_differ_in_all_settings_fit_the_ten_attributes_of_a_request()
    {
        var lines = Enumerable.Range(0, 8).Select(i => new GpioLine(
            "s", null, i, (GpioEdges)((i % 3) + 1), PullUp: false, TimeSpan.FromMilliseconds(i + 1))).ToArray();
        var request = new byte[592];

        GpioLineRequest.Write(request, [0, 1, 2, 3, 4, 5, 6, 7], lines);

        Assert.Equal(10u, BinaryPrimitives.ReadUInt32LittleEndian(request.AsSpan(296)));
    }

    [Fact]
    public void A_request_that_does_not_fit_is_refused()
    {
        var lines = Enumerable.Range(0, 11).Select(i => new GpioLine(
            "s", null, i, GpioEdges.Both, PullUp: false, TimeSpan.FromMilliseconds(i + 1))).ToArray();

        var error = Assert.Throws<ArgumentException>(
            () => GpioLineRequest.Write(new byte[592], [.. Enumerable.Range(0, 11).Select(i => (uint)i)], lines));

        Assert.Contains("more than 10 different settings", error.Message);
    }

    [Fact]
    public void The_descriptor_of_a_granted_request_is_its_last_field()
    {
        var request = new byte[592];
        U32(request, 588, 42);

        Assert.Equal(42, GpioLineRequest.ReadDescriptor(request));
    }

    [Fact]
    public void An_event_is_read_from_its_48_bytes()
    {
        var bytes = new byte[48];
        U64(bytes, 0, 0x0102_0304_0506_0708);
        U32(bytes, 8, 2);
        U32(bytes, 12, 27);
        U32(bytes, 16, 4_000_000_000);
        U32(bytes, 20, 9);

        Assert.Equal(new GpioEdge(0x0102_0304_0506_0708, 27, Rising: false, 4_000_000_000, 9), GpioAbi.ReadEvent(bytes));
        U32(bytes, 8, 1);
        Assert.True(GpioAbi.ReadEvent(bytes).Rising);
    }

    [Fact]
    public void A_name_of_all_32_bytes_needs_no_terminator()
    {
        var info = new byte[68];
        info.AsSpan(0, 32).Fill((byte)'n');
        "pinctrl-rp1"u8.CopyTo(info.AsSpan(32));
        U32(info, 64, 54);

        Assert.Equal((new string('n', 32), "pinctrl-rp1", 54u), GpioAbi.ReadChipInfo(info));
    }

    [Fact]
    public void Information_on_a_line_names_it_and_who_holds_it()
    {
        var info = new byte[256];
        "GPIO17"u8.CopyTo(info);
        "lirc"u8.CopyTo(info.AsSpan(32));
        U32(info, 64, 17);
        U64(info, 72, 0b101);

        Assert.Equal(new GpioLineInfo(17, "GPIO17", "lirc", Used: true), GpioAbi.ReadLineInfo(info));
    }

    private static void Attribute(byte[] request, int index, uint id, ulong value, ulong mask)
    {
        U32(request, 320 + (24 * index), id);
        U64(request, 328 + (24 * index), value);
        U64(request, 336 + (24 * index), mask);
    }

    private static void U32(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);

    private static void U64(byte[] bytes, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value);
}
