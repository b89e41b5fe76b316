using System.Globalization;
using System.Numerics;
using EdgeCollector.Core.Inputs;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>One OPC UA value to the value part of an <see cref="Input"/>. Pure; nothing is allocated for numbers.</summary>
internal static class ValueReader
{
    /// <summary>Fills kind, bits and reference. False: the value cannot be what the signal's role needs, and says what was
    /// expected.</summary>
    public static bool TryRead(OpcUaSignal item, in Variant value, ref Input input, out string expected)
    {
        expected = Expected(item.Signal.Role);
        var scalar = value;
        if (item.Index is { } index)
        {
            if (!TryElement(value, index, out scalar))
            {
                expected = $"an array with an element {index}";
                return false;
            }
        }
        else if (value.IsArray)
        {
            expected += "; it is an array, name the element with index";
            return false;
        }

        if (item.Field != PackMlField.None && scalar.Value is ExtensionObject structure)
        {
            if (!PackMlStructures.TryRead(structure, item.Field, out var number))
            {
                expected = $"a structure with {item.Field}, whose body could not be read";
                return false;
            }

            scalar = Variant.Of(number);
        }

        if (item.Bit is not null || item.Mask is not null)
        {
            return TryBits(item, scalar, ref input, ref expected);
        }

        return item.Signal.Role switch
        {
            SignalRole.Run or SignalRole.Fault or SignalRole.Starved or SignalRole.Blocked => TryBoolean(scalar, ref input),
            SignalRole.Total or SignalRole.Good or SignalRole.Scrap or SignalRole.Rework => TryCount(scalar, ref input),
            SignalRole.Product or SignalRole.Order => TryText(scalar, ref input),
            _ => TryAny(scalar, ref input),
        };
    }

    /// <summary>OPC 10000-4 7.39.1: the two top bits; sub-codes that packml.md 4 treats apart keep their class.</summary>
    public static Quality QualityOf(StatusCode status) =>
        status.IsGood ? Quality.Good : status.IsUncertain ? Quality.Uncertain : Quality.Bad;

    /// <summary>Uncertain, and neither stale nor a stand-in: what an item may be told to use (packml.md 4).</summary>
    public static bool IsMeasured(StatusCode status) => status.IsUncertain
        && !status.Is(StatusCode.UncertainLastUsableValue) && !status.Is(StatusCode.UncertainNoCommunicationLastUsableValue)
        && !status.Is(StatusCode.UncertainInitialValue) && !status.Is(StatusCode.UncertainSubstituteValue);

    private static string Expected(SignalRole role) => role switch
    {
        SignalRole.Run or SignalRole.Fault or SignalRole.Starved or SignalRole.Blocked => "a Boolean or a number",
        SignalRole.Total or SignalRole.Good or SignalRole.Scrap or SignalRole.Rework => "a number",
        SignalRole.Product or SignalRole.Order => "a text or a whole number",
        _ => "a number, a Boolean or a text",
    };

    private static bool TryElement(in Variant value, int index, out Variant element)
    {
        element = default;
        if (value.Elements is not { } elements || index >= elements.Length)
        {
            return false;
        }

        element = elements switch
        {
            double[] a => Variant.Of(a[index]),
            float[] a => Variant.Of(a[index]),
            int[] a => Variant.Of(a[index]),
            uint[] a => Variant.Of(a[index]),
            long[] a => Variant.Of(a[index]),
            ulong[] a => Variant.Of(a[index]),
            short[] a => Variant.Of(a[index]),
            ushort[] a => Variant.Of(a[index]),
            sbyte[] a => Variant.Of(a[index]),
            byte[] a => Variant.Of(a[index]),
            bool[] a => Variant.Of(a[index]),
            string?[] a => Variant.Of(a[index]),
            ExtensionObject?[] a => Variant.Of(a[index]),
            _ => default,
        };
        return !element.IsNull;
    }

    private static bool TryBits(OpcUaSignal item, in Variant value, ref Input input, ref string expected)
    {
        if (!value.TryGetRawBits(out var raw))
        {
            expected = "a whole number, since bit or mask picks from it";
            return false;
        }

        if (item.Bit is { } bit)
        {
            input.ValueKind = ValueKind.Boolean;
            input.Bits = (long)((raw >> bit) & 1);
        }
        else
        {
            var mask = item.Mask!.Value;
            input.ValueKind = ValueKind.Unsigned;
            input.Bits = (long)((raw & mask) >> BitOperations.TrailingZeroCount(mask));
        }

        return true;
    }

    private static bool TryBoolean(in Variant value, ref Input input)
    {
        if (!value.TryGetBoolean(out var on))
        {
            if (!value.TryGetDouble(out var number))
            {
                return false;
            }

            on = number != 0;
        }

        input.ValueKind = ValueKind.Boolean;
        input.Bits = on ? 1 : 0;
        return true;
    }

    /// <summary>A counter that is signed and negative has wrapped: its raw bits count on as unsigned (oee-reference.md 7, rule
    /// 4).</summary>
    private static bool TryCount(in Variant value, ref Input input)
    {
        if (value.TryGetRawBits(out var raw))
        {
            input.ValueKind = ValueKind.Unsigned;
            input.Bits = (long)raw;
            return true;
        }

        if (value.Type == BuiltInType.Boolean || !value.TryGetDouble(out var number) || !double.IsFinite(number)
            || Math.Abs(number) > long.MaxValue)
        {
            return false;
        }

        input.ValueKind = ValueKind.Real;
        input.Bits = BitConverter.DoubleToInt64Bits(number);
        return true;
    }

    private static bool TryText(in Variant value, ref Input input)
    {
        if (!value.TryGetString(out var text))
        {
            if (!value.TryGetInt64(out var number))
            {
                return false;
            }

            text = number.ToString(CultureInfo.InvariantCulture);
        }

        input.ValueKind = ValueKind.Text;
        input.Reference = text;
        return true;
    }

    private static bool TryAny(in Variant value, ref Input input)
    {
        if (value.TryGetBoolean(out var on))
        {
            (input.ValueKind, input.Bits) = (ValueKind.Boolean, on ? 1 : 0);
        }
        else if (value.TryGetInt64(out var whole))
        {
            (input.ValueKind, input.Bits) = (ValueKind.Integer, whole);
        }
        else if (value.TryGetRawBits(out var raw))
        {
            (input.ValueKind, input.Bits) = (ValueKind.Unsigned, (long)raw);
        }
        else if (value.TryGetDouble(out var number))
        {
            (input.ValueKind, input.Bits) = (ValueKind.Real, BitConverter.DoubleToInt64Bits(number));
        }
        else if (value.TryGetString(out var text))
        {
            (input.ValueKind, input.Reference) = (ValueKind.Text, text);
        }
        else
        {
            return false;
        }

        return true;
    }
}
