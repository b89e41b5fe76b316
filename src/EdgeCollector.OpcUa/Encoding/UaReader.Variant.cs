using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Encoding;

/// <content>Variant (Part 6, 5.2.2.16): a type byte, then a scalar, an array, or an array with its dimensions.</content>
internal ref partial struct UaReader
{
    private const byte ArrayFlag = 0x80;
    private const byte DimensionsFlag = 0x40;

    public Variant Variant()
    {
        byte encoding = Byte();
        var type = (BuiltInType)(encoding & 0x3F);

        // Ids 26 to 31 are reserved; a decoder shall take their values as ByteString.
        type = type is > BuiltInType.DiagnosticInfo and <= (BuiltInType)31 ? BuiltInType.ByteString : type;
        if (type > BuiltInType.DiagnosticInfo)
        {
            Malformed($"a Variant type of 0 to 31 but found {(byte)type}");
            return default;
        }

        if ((encoding & (ArrayFlag | DimensionsFlag)) == 0)
        {
            return Scalar(type);
        }

        if ((encoding & ArrayFlag) == 0 || type == BuiltInType.Null)
        {
            Malformed("a Variant whose dimensions belong to an array of a type");
            return default;
        }

        if (!Enter())
        {
            return default;
        }

        Array? elements = Elements(type);
        Variant value = (encoding & DimensionsFlag) != 0 ? Matrix(type, elements) : new Variant(type, elements, null);
        Leave();
        return Failed ? default : value;
    }

    private Variant Scalar(BuiltInType type) => type switch
    {
        BuiltInType.Null => default,
        BuiltInType.Boolean => new Variant(type, Byte() != 0 ? 1 : 0),
        BuiltInType.SByte => new Variant(type, SByte()),
        BuiltInType.Byte => new Variant(type, Byte()),
        BuiltInType.Int16 => new Variant(type, Int16()),
        BuiltInType.UInt16 => new Variant(type, UInt16()),
        BuiltInType.Int32 => new Variant(type, Int32()),
        BuiltInType.UInt32 => new Variant(type, UInt32()),
        BuiltInType.Int64 or BuiltInType.UInt64 or BuiltInType.Double => new Variant(type, Int64()),
        BuiltInType.Float => new Variant(type, (long)UInt32()),
        BuiltInType.DateTime => new Variant(type, DateTime().Ticks),
        BuiltInType.StatusCode => new Variant(type, UInt32()),
        BuiltInType.String or BuiltInType.XmlElement => new Variant(type, Text(type.ToString())),
        BuiltInType.ByteString => new Variant(type, ByteString()),
        BuiltInType.ExtensionObject => new Variant(type, ExtensionObject()),
        BuiltInType.DiagnosticInfo => new Variant(type, DiagnosticInfo()),
        BuiltInType.Variant => Nested(),
        _ => Boxed(type),
    };

    /// <summary>Rare scalars wider than 8 bytes live on the heap.</summary>
    private Variant Boxed(BuiltInType type) => !Charge(4 * ObjectCost) ? default : new Variant(type, type switch
    {
        BuiltInType.Guid => (object)Guid(),
        BuiltInType.NodeId => NodeId(),
        BuiltInType.ExpandedNodeId => ExpandedNodeId(),
        BuiltInType.QualifiedName => QualifiedName(),
        BuiltInType.LocalizedText => LocalizedText(),
        _ => DataValue(),
    });

    /// <summary>A Variant shall hold Variants only in arrays; a sender which wraps one all the same is understood.</summary>
    private Variant Nested()
    {
        if (!Enter())
        {
            return default;
        }

        Variant inner = Variant();
        Leave();
        return inner;
    }

    private Array? Elements(BuiltInType type) => type switch
    {
        BuiltInType.Boolean => Many(1, static (ref UaReader r) => r.Boolean()),
        BuiltInType.SByte => Block<sbyte>(),
        BuiltInType.Byte => Block<byte>(),
        BuiltInType.Int16 => Block<short>(),
        BuiltInType.UInt16 => Block<ushort>(),
        BuiltInType.Int32 => Block<int>(),
        BuiltInType.UInt32 => Block<uint>(),
        BuiltInType.Int64 => Block<long>(),
        BuiltInType.UInt64 => Block<ulong>(),
        BuiltInType.Float => Block<float>(),
        BuiltInType.Double => Block<double>(),
        BuiltInType.String or BuiltInType.XmlElement => Many(4, static (ref UaReader r) => r.String()),
        BuiltInType.DateTime => Many(8, static (ref UaReader r) => r.DateTime()),
        BuiltInType.Guid => Many(16, static (ref UaReader r) => r.Guid()),
        BuiltInType.ByteString => Many(4, static (ref UaReader r) => r.ByteString()),
        BuiltInType.NodeId => Many(2, static (ref UaReader r) => r.NodeId()),
        BuiltInType.ExpandedNodeId => Many(2, static (ref UaReader r) => r.ExpandedNodeId()),
        BuiltInType.StatusCode => Many(4, static (ref UaReader r) => r.StatusCode()),
        BuiltInType.QualifiedName => Many(6, static (ref UaReader r) => r.QualifiedName()),
        BuiltInType.LocalizedText => Many(1, static (ref UaReader r) => r.LocalizedText()),
        BuiltInType.ExtensionObject => Many(3, static (ref UaReader r) => r.ExtensionObject()),
        BuiltInType.DataValue => Many(1, static (ref UaReader r) => r.DataValue()),
        BuiltInType.Variant => Many(1, static (ref UaReader r) => r.Variant()),
        _ => Many(1, static (ref UaReader r) => r.DiagnosticInfo()),
    };

    /// <summary>The dimensions shall multiply to the array's length, else BadDecodingError.</summary>
    private Variant Matrix(BuiltInType type, Array? elements)
    {
        int[]? dimensions = Block<int>();
        if (Failed || dimensions is null or [])
        {
            return new Variant(type, elements, null);
        }

        if (!Types.Variant.DimensionsFit(dimensions, elements?.Length ?? 0))
        {
            Malformed($"Variant dimensions that multiply to the array's length of {elements?.Length ?? 0}");
            return default;
        }

        return new Variant(type, elements, dimensions.Length < 2 ? null : dimensions);
    }
}
