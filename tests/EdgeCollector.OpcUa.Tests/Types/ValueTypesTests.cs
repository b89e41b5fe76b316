using EdgeCollector.OpcUa.Types;

using Xunit;

namespace EdgeCollector.OpcUa.Tests.Types;

public sealed class ValueTypesTests
{
    [Fact]
    public void Part4_7391_severity_is_in_the_upper_two_bits()
    {
        Assert.True(StatusCode.GoodLocalOverride.IsGood);
        Assert.True(StatusCode.UncertainLastUsableValue.IsUncertain);
        Assert.True(StatusCode.BadTimeout.IsBad);
        Assert.True(new StatusCode(0xC000_0000).IsBad);
        Assert.False(StatusCode.BadTimeout.IsGood || StatusCode.BadTimeout.IsUncertain);
    }

    [Fact]
    public void Part4_7391_overflow_is_an_information_bit_of_type_DataValue()
    {
        Assert.Equal(0x0000_0480u, StatusCode.Good.WithOverflow.Code);
        Assert.True(StatusCode.Good.WithOverflow.HasOverflow);
        Assert.False(new StatusCode(0x80).HasOverflow);
        Assert.False(new StatusCode(0x400).HasOverflow);
        Assert.True(StatusCode.BadTimeout.WithOverflow.Is(StatusCode.BadTimeout));
        Assert.Equal(StatusCode.BadTimeout, StatusCode.BadTimeout.WithOverflow.WithoutInfo);
        Assert.Equal("BadTimeout (0x800A0480)", StatusCode.BadTimeout.WithOverflow.ToString());
        Assert.Equal("0x80CC0000", new StatusCode(0x80CC_0000).ToString());
    }

    [Fact]
    public void Scalars_allocate_nothing_and_come_back_as_they_were()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        double sum = 0;
        for (int i = 0; i < 1000; i++)
        {
            Variant value = (i % 3) switch { 0 => Variant.Of(i), 1 => Variant.Of((double)i), _ => Variant.Of((float)i) };
            sum += value.TryGetDouble(out double number) ? number : double.NaN;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(499_500, sum);
    }

    [Fact]
    public void A_number_is_got_only_where_it_fits()
    {
        Assert.True(Variant.Of((sbyte)-5).TryGetInt64(out long negative));
        Assert.Equal(-5, negative);
        Assert.False(Variant.Of(ulong.MaxValue).TryGetInt64(out _));
        Assert.True(Variant.Of(ulong.MaxValue).TryGetDouble(out double big));
        Assert.Equal(18446744073709551615.0, big);
        Assert.False(Variant.Of(1.5).TryGetInt64(out _));
        Assert.False(Variant.Of("1").TryGetDouble(out _));
        Assert.False(Variant.OfArray([1, 2]).TryGetDouble(out _));
        Assert.False(default(Variant).TryGetDouble(out _));
    }

    [Fact]
    public void Equality_is_by_value_for_arrays_and_matrices_too()
    {
        Assert.Equal(Variant.OfArray([1.0, double.NaN]), Variant.OfArray([1.0, double.NaN]));
        Assert.Equal(Variant.OfArray([1.0, 2.0]).GetHashCode(), Variant.OfArray([1.0, 2.0]).GetHashCode());
        Assert.NotEqual(Variant.OfMatrix([1, 2, 3, 4], 2, 2), Variant.OfArray([1, 2, 3, 4]));
        Assert.Equal(Variant.OfMatrix([1, 2, 3, 4], 2, 2), Variant.OfMatrix([1, 2, 3, 4], 2, 2));
        Assert.NotEqual(Variant.OfMatrix([1, 2, 3, 4], 1, 4), Variant.OfMatrix([1, 2, 3, 4], 2, 2));
        Assert.NotEqual(Variant.OfByteString([1]), Variant.OfArray(new byte[] { 1 }));
        Assert.Throws<ArgumentException>(() => Variant.OfMatrix([1, 2, 3], 2, 2));
        Assert.Throws<ArgumentException>(() => Variant.OfArray([TimeSpan.Zero]));
    }
}
