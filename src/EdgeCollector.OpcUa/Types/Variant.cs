using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EdgeCollector.OpcUa.Types;

/// <summary>
/// A value tagged with its built-in type (Part 6, 5.2.2.16). Numbers, Boolean, DateTime and StatusCode lie in the struct itself and
/// allocate nothing; texts, bytes, arrays and the rare wide scalars are references. Equality is bit by bit (NaN equals itself).
/// </summary>
public readonly partial struct Variant : IEquatable<Variant>
{
    private readonly VariantShape _shape;

    internal Variant(BuiltInType type, long bits)
    {
        Type = type;
        Bits = bits;
    }

    internal Variant(BuiltInType type, object? reference)
    {
        Type = type;
        Reference = reference;
    }

    internal Variant(BuiltInType type, Array? elements, int[]? dimensions)
    {
        Type = type;
        _shape = dimensions is null ? VariantShape.Array : VariantShape.Matrix;
        Reference = dimensions is null ? elements : new Matrix(elements, dimensions);
    }

    private enum VariantShape : byte
    {
        Scalar,
        Array,
        Matrix,
    }

    /// <summary>Type of the scalar or of each element; <see cref="BuiltInType.Null"/> for no value.</summary>
    public BuiltInType Type { get; }

    public bool IsNull => Type == BuiltInType.Null;

    /// <summary>True for arrays and matrices.</summary>
    public bool IsArray => _shape != VariantShape.Scalar;

    /// <summary>
    /// The elements of an array, or of a matrix with the last dimension varying fastest: a typed array such as <c>double[]</c>.
    /// Null for scalars and for a null array.
    /// </summary>
    public Array? Elements => _shape switch
    {
        VariantShape.Array => (Array?)Reference,
        VariantShape.Matrix => ((Matrix)Reference!).Elements,
        _ => null,
    };

    /// <summary>Lengths of a matrix's dimensions, two or more; null for scalars and plain arrays.</summary>
    public int[]? Dimensions => (Reference as Matrix)?.Dimensions;

    /// <summary>A scalar's bits: integers sign- or zero-extended, Float and Double as IEEE 754, DateTime as .NET ticks.</summary>
    internal long Bits { get; }

    internal object? Reference { get; }

    public static bool operator ==(Variant left, Variant right) => left.Equals(right);

    public static bool operator !=(Variant left, Variant right) => !left.Equals(right);

    public bool Equals(Variant other) =>
        Type == other.Type && _shape == other._shape && Bits == other.Bits
        && StructuralComparisons.StructuralEqualityComparer.Equals(Elements ?? Reference, other.Elements ?? other.Reference)
        && Dimensions.AsSpan().SequenceEqual(other.Dimensions);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Variant other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(
        Type, _shape, Bits, Reference is null or Matrix ? 0 : StructuralComparisons.StructuralEqualityComparer.GetHashCode(Reference));

    /// <summary>The scalar in invariant form; "Double[12]" or "Int32[3,4]" for arrays; empty for no value.</summary>
    public override string ToString()
    {
        if (IsArray)
        {
            string lengths = string.Join(',', Dimensions ?? [Elements?.Length ?? 0]);
            return $"{Type}[{lengths}]";
        }

        return Value switch
        {
            byte[] bytes => Convert.ToHexString(bytes),
            DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            object other => other.ToString() ?? "",
            null => "",
        };
    }

    /// <summary>Whether the dimensions are not negative and multiply to the length, without overflow.</summary>
    internal static bool DimensionsFit(ReadOnlySpan<int> dimensions, int length)
    {
        long product = 1;
        foreach (int dimension in dimensions)
        {
            // The product stays within 2^31 before each step, so that a step cannot overflow 64 bits.
            if (dimension < 0 || product > int.MaxValue)
            {
                return false;
            }

            product *= dimension;
        }

        return product == length;
    }

    private sealed record Matrix(Array? Elements, int[] Dimensions);
}
