namespace EdgeCollector.OpcUa.Types;

/// <content>Making a Variant, and getting the value out again.</content>
public readonly partial struct Variant
{
    public static Variant Of(bool value) => new(BuiltInType.Boolean, value ? 1 : 0);

    public static Variant Of(sbyte value) => new(BuiltInType.SByte, value);

    public static Variant Of(byte value) => new(BuiltInType.Byte, value);

    public static Variant Of(short value) => new(BuiltInType.Int16, value);

    public static Variant Of(ushort value) => new(BuiltInType.UInt16, value);

    public static Variant Of(int value) => new(BuiltInType.Int32, value);

    public static Variant Of(uint value) => new(BuiltInType.UInt32, value);

    public static Variant Of(long value) => new(BuiltInType.Int64, value);

    public static Variant Of(ulong value) => new(BuiltInType.UInt64, (long)value);

    public static Variant Of(float value) => new(BuiltInType.Float, (long)BitConverter.SingleToUInt32Bits(value));

    public static Variant Of(double value) => new(BuiltInType.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>The time is taken as UTC.</summary>
    public static Variant Of(DateTime value) => new(BuiltInType.DateTime, value.Ticks);

    public static Variant Of(StatusCode value) => new(BuiltInType.StatusCode, value.Code);

    public static Variant Of(string? value) => new(BuiltInType.String, (object?)value);

    public static Variant Of(Guid value) => new(BuiltInType.Guid, (object)value);

    public static Variant Of(NodeId value) => new(BuiltInType.NodeId, (object)value);

    public static Variant Of(ExpandedNodeId value) => new(BuiltInType.ExpandedNodeId, (object)value);

    public static Variant Of(QualifiedName value) => new(BuiltInType.QualifiedName, (object)value);

    public static Variant Of(LocalizedText value) => new(BuiltInType.LocalizedText, (object)value);

    public static Variant Of(ExtensionObject? value) => new(BuiltInType.ExtensionObject, (object?)value);

    public static Variant Of(DataValue value) => new(BuiltInType.DataValue, (object)value);

    public static Variant OfByteString(byte[]? value) => new(BuiltInType.ByteString, (object?)value);

    public static Variant OfXml(string? value) => new(BuiltInType.XmlElement, (object?)value);

    /// <summary>An array of the element type that T stands for; <c>byte[]</c> is an array of Byte. The array is kept, not copied.</summary>
    /// <exception cref="ArgumentException">T is no built-in type.</exception>
    public static Variant OfArray<T>(T[] values) => new(TypeOf<T>(), values, null);

    /// <summary>A matrix, last dimension fastest.</summary>
    /// <exception cref="ArgumentException">T is no built-in type, or the dimensions do not multiply to the length.</exception>
    public static Variant OfMatrix<T>(T[] values, params int[] dimensions) =>
        dimensions.Length >= 2 && DimensionsFit(dimensions, values.Length)
            ? new Variant(TypeOf<T>(), values, dimensions)
            : throw new ArgumentException(
                $"Dimensions [{string.Join(',', dimensions)}] must be two or more and multiply to the length {values.Length}.",
                nameof(dimensions));

    /// <summary>The value as an object: boxed scalar, string, typed array. For display and tests; allocates.</summary>
    public object? Value => IsArray ? Elements : Type switch
    {
        BuiltInType.Null => null,
        BuiltInType.Boolean => Bits != 0,
        BuiltInType.SByte => (sbyte)Bits,
        BuiltInType.Byte => (byte)Bits,
        BuiltInType.Int16 => (short)Bits,
        BuiltInType.UInt16 => (ushort)Bits,
        BuiltInType.Int32 => (int)Bits,
        BuiltInType.UInt32 => (uint)Bits,
        BuiltInType.Int64 => Bits,
        BuiltInType.UInt64 => (ulong)Bits,
        BuiltInType.Float => BitConverter.UInt32BitsToSingle((uint)Bits),
        BuiltInType.Double => BitConverter.Int64BitsToDouble(Bits),
        BuiltInType.DateTime => new DateTime(Bits, DateTimeKind.Utc),
        BuiltInType.StatusCode => new StatusCode((uint)Bits),
        _ => Reference,
    };

    /// <summary>An integer or Boolean scalar that an Int64 can hold; false for anything else. Never allocates.</summary>
    public bool TryGetInt64(out long value)
    {
        value = Bits;
        return !IsArray && Type is >= BuiltInType.Boolean and <= BuiltInType.UInt64 && (Type != BuiltInType.UInt64 || Bits >= 0);
    }

    /// <summary>The raw bits of an integer scalar, zero-extended from the width of its type: -1 as Int16 is 65535. Never
    /// allocates.</summary>
    public bool TryGetRawBits(out ulong value)
    {
        value = Type switch
        {
            BuiltInType.SByte => (byte)Bits,
            BuiltInType.Int16 => (ushort)Bits,
            BuiltInType.Int32 => (uint)Bits,
            _ => (ulong)Bits,
        };
        return !IsArray && Type is >= BuiltInType.SByte and <= BuiltInType.UInt64;
    }

    /// <summary>Any numeric or Boolean scalar; 64-bit integers are rounded to 53 bits. Never allocates.</summary>
    public bool TryGetDouble(out double value)
    {
        value = Type switch
        {
            BuiltInType.Float => BitConverter.UInt32BitsToSingle((uint)Bits),
            BuiltInType.Double => BitConverter.Int64BitsToDouble(Bits),
            BuiltInType.UInt64 => (ulong)Bits,
            _ => Bits,
        };
        return !IsArray && Type is >= BuiltInType.Boolean and <= BuiltInType.Double;
    }

    /// <summary>A Boolean scalar.</summary>
    public bool TryGetBoolean(out bool value)
    {
        value = Bits != 0;
        return !IsArray && Type == BuiltInType.Boolean;
    }

    /// <summary>A String scalar, or the text of a LocalizedText, that is not null.</summary>
    public bool TryGetString([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
    {
        value = IsArray ? null : Type switch
        {
            BuiltInType.String => (string?)Reference,
            BuiltInType.LocalizedText => ((LocalizedText)Reference!).Text,
            _ => null,
        };
        return value is not null;
    }

    /// <summary>A DateTime scalar, UTC; the default value where the server sent none.</summary>
    public bool TryGetDateTime(out DateTime value)
    {
        bool isTime = !IsArray && Type == BuiltInType.DateTime;
        value = isTime ? new DateTime(Bits, DateTimeKind.Utc) : default;
        return isTime;
    }

    private static BuiltInType TypeOf<T>() => default(T) switch
    {
        bool => BuiltInType.Boolean,
        sbyte => BuiltInType.SByte,
        byte => BuiltInType.Byte,
        short => BuiltInType.Int16,
        ushort => BuiltInType.UInt16,
        int => BuiltInType.Int32,
        uint => BuiltInType.UInt32,
        long => BuiltInType.Int64,
        ulong => BuiltInType.UInt64,
        float => BuiltInType.Float,
        double => BuiltInType.Double,
        DateTime => BuiltInType.DateTime,
        Guid => BuiltInType.Guid,
        NodeId => BuiltInType.NodeId,
        ExpandedNodeId => BuiltInType.ExpandedNodeId,
        StatusCode => BuiltInType.StatusCode,
        QualifiedName => BuiltInType.QualifiedName,
        LocalizedText => BuiltInType.LocalizedText,
        DataValue => BuiltInType.DataValue,
        Variant => BuiltInType.Variant,
        _ when typeof(T) == typeof(string) => BuiltInType.String,
        _ when typeof(T) == typeof(byte[]) => BuiltInType.ByteString,
        _ when typeof(T) == typeof(ExtensionObject) => BuiltInType.ExtensionObject,
        _ when typeof(T) == typeof(DiagnosticInfo) => BuiltInType.DiagnosticInfo,
        _ => throw new ArgumentException($"{typeof(T).Name} is no built-in type of OPC UA."),
    };
}
