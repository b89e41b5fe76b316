using System.Buffers.Binary;
using EdgeCollector.Core.Inputs;
using EdgeCollector.OpcUa.Types;
using EdgeCollector.Sources.OpcUa;
using Xunit;

namespace EdgeCollector.Tests.Sources.OpcUa;

public sealed class ValueReaderTests
{
    public static TheoryData<SignalRole, Variant, ValueKind, long> Values => new()
    {
        { SignalRole.Run, Variant.Of(true), ValueKind.Boolean, 1 },
        { SignalRole.Fault, Variant.Of(0), ValueKind.Boolean, 0 },
        { SignalRole.Starved, Variant.Of(0.5), ValueKind.Boolean, 1 },
        { SignalRole.State, Variant.Of(6), ValueKind.Integer, 6 },
        { SignalRole.State, Variant.Of((byte)17), ValueKind.Integer, 17 },
        { SignalRole.StopReason, Variant.Of((short)-3), ValueKind.Integer, -3 },
        { SignalRole.Good, Variant.Of(4_294_967_295u), ValueKind.Unsigned, 4_294_967_295 },
        { SignalRole.Good, Variant.Of(-1), ValueKind.Unsigned, 4_294_967_295 },
        { SignalRole.Good, Variant.Of((short)-1), ValueKind.Unsigned, 65_535 },
        { SignalRole.Total, Variant.Of(12.5), ValueKind.Real, BitConverter.DoubleToInt64Bits(12.5) },
        { SignalRole.Tag, Variant.Of(ulong.MaxValue), ValueKind.Unsigned, -1 },
        { SignalRole.Tag, Variant.Of(1.5f), ValueKind.Real, BitConverter.DoubleToInt64Bits(1.5) },
    };

    public static TheoryData<SignalRole, Variant, string> WrongValues => new()
    {
        { SignalRole.Good, Variant.Of("12"), "a number" },
        { SignalRole.Good, Variant.Of(double.NaN), "a number" },
        { SignalRole.Good, Variant.Of(true), "a number" },
        { SignalRole.Run, Variant.Of("on"), "a Boolean or a number" },
        { SignalRole.Product, Variant.Of(1.5), "a text or a whole number" },
        { SignalRole.Tag, Variant.Of(DateTime.UnixEpoch), "a number, a Boolean or a text" },
        { SignalRole.Good, Variant.OfArray([1, 2]), "a number; it is an array, name the element with index" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_becomes_what_its_role_needs(SignalRole role, Variant value, ValueKind kind, long bits)
    {
        var input = default(Input);
        Assert.True(ValueReader.TryRead(Item(role), value, ref input, out _));
        Assert.Equal((kind, bits), (input.ValueKind, input.Bits));
    }

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void A_wrong_type_says_what_was_expected(SignalRole role, Variant value, string expected)
    {
        var input = default(Input);
        Assert.False(ValueReader.TryRead(Item(role), value, ref input, out var said));
        Assert.Equal(expected, said);
    }

    [Theory]
    [InlineData("SKU-4711")]
    [InlineData("")]
    public void A_product_is_a_text(string text)
    {
        var input = default(Input);
        Assert.True(ValueReader.TryRead(Item(SignalRole.Product), Variant.Of(text), ref input, out _));
        Assert.Equal((ValueKind.Text, text), (input.ValueKind, input.Text));
    }

    [Fact]
    public void A_product_by_number_is_a_text_too()
    {
        var input = default(Input);
        Assert.True(ValueReader.TryRead(Item(SignalRole.Product), Variant.Of(4711), ref input, out _));
        Assert.Equal("4711", input.Text);
    }

    [Theory]
    [InlineData(0, true, 10)]
    [InlineData(2, true, 30)]
    [InlineData(3, false, 0)]
    public void Index_picks_an_element(int index, bool there, long bits)
    {
        var input = default(Input);
        var read = ValueReader.TryRead(Item(SignalRole.Good) with { Index = index }, Variant.OfArray([10, 20, 30]), ref input,
            out var expected);
        Assert.Equal((there, bits), (read, input.Bits));
        if (!there) Assert.Equal($"an array with an element {index}", expected);
    }

    [Fact]
    public void Index_on_a_scalar_asks_for_an_array()
    {
        var input = default(Input);
        Assert.False(ValueReader.TryRead(Item(SignalRole.Good) with { Index = 1 }, Variant.Of(5), ref input, out var expected));
        Assert.Equal("an array with an element 1", expected);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(15, 1)]
    public void Bit_picks_one_bit_of_a_negative_word_too(int bit, long expected)
    {
        var input = default(Input);
        Assert.True(ValueReader.TryRead(Item(SignalRole.Fault) with { Bit = bit }, Variant.Of(unchecked((short)0x8001)), ref input, out _));
        Assert.Equal((ValueKind.Boolean, expected), (input.ValueKind, input.Bits));
    }

    [Fact]
    public void Mask_is_shifted_to_its_lowest_bit()
    {
        var input = default(Input);
        Assert.True(ValueReader.TryRead(Item(SignalRole.State) with { Mask = 0xF0 }, Variant.Of((ushort)0xA6B), ref input, out _));
        Assert.Equal((ValueKind.Unsigned, 6L), (input.ValueKind, input.Bits));
    }

    [Fact]
    public void Bit_of_a_real_number_asks_for_a_whole_one()
    {
        var input = default(Input);
        Assert.False(ValueReader.TryRead(Item(SignalRole.Fault) with { Bit = 0 }, Variant.Of(1.0), ref input, out var expected));
        Assert.Equal("a whole number, since bit or mask picks from it", expected);
    }

    [Fact]
    public void AccCount_is_read_from_a_PackML_count_structure_in_an_array()
    {
        var input = default(Input);
        var item = Item(SignalRole.Total) with { Index = 0, Field = PackMlField.AccCount };
        var value = Variant.OfArray([Structure(CountBody(count: 12, accumulated: 98_765))]);
        Assert.True(ValueReader.TryRead(item, value, ref input, out _));
        Assert.Equal((ValueKind.Unsigned, 98_765L), (input.ValueKind, input.Bits));
    }

    [Fact]
    public void A_structure_that_is_cut_at_any_byte_or_too_long_is_refused()
    {
        var body = CountBody(count: 12, accumulated: 98_765);
        for (var length = 0; length < body.Length; length++) Assert.False(
            PackMlStructures.TryRead(Structure(body[..length]), PackMlField.AccCount, out _));
        Assert.False(PackMlStructures.TryRead(Structure([.. body, 0]), PackMlField.AccCount, out _));
        Assert.False(PackMlStructures.TryRead(new ExtensionObject(default, ExtensionBody.None, null), PackMlField.AccCount, out _));
    }

    [Fact]
    public void A_structure_without_its_body_says_so()
    {
        var input = default(Input);
        var item = Item(SignalRole.Total) with { Field = PackMlField.AccCount };
        var value = Variant.Of(new ExtensionObject(new NodeId(1, 5u), ExtensionBody.Xml, [1, 2, 3]));
        Assert.False(ValueReader.TryRead(item, value, ref input, out var expected));
        Assert.Equal("a structure with AccCount, whose body could not be read", expected);
    }

    internal static byte[] CountBody(int count, int accumulated)
    {
        var body = new List<byte>();
        void Number(int value)
        {
            Span<byte> four = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(four, value);
            body.AddRange(four);
        }

        Number(1); // ID
        Number(3);
        body.AddRange("can"u8); // Name
        Number(-1); // Unit: null URI
        Number(0); // UnitId
        body.Add(3); // DisplayName with locale and text
        Number(2);
        body.AddRange("en"u8);
        Number(3);
        body.AddRange("pcs"u8);
        body.Add(0); // Description, empty
        Number(count);
        Number(accumulated);
        return [.. body];
    }

    internal static ExtensionObject Structure(byte[] body) => new(new NodeId(1, 5u), ExtensionBody.Binary, body);

    private static OpcUaSignal Item(SignalRole role) => new(new Signal(7, 1, "m1", "signal", role), ExpandedNodeId.Parse("nsu=urn:t;s=X"));
}
