using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Encoding;

/// <content>Variant (Part 6, 5.2.2.16): a type byte, then a scalar, an array, or an array with its dimensions.</content>
internal ref partial struct UaWriter
{
    public void Variant(in Variant value)
    {
        if (!value.IsArray)
        {
            Byte((byte)value.Type);
            Scalar(value);
            return;
        }

        int[]? dimensions = value.Dimensions;
        Byte((byte)((byte)value.Type | (dimensions is null ? 0x80 : 0xC0)));
        Elements(value.Type, value.Elements);
        if (dimensions is not null)
        {
            Numbers(dimensions);
        }
    }

    private void Scalar(in Variant value)
    {
        long bits = value.Bits;
        object? boxed = value.Reference;
        switch (value.Type)
        {
            case BuiltInType.Null: break;
            case BuiltInType.Boolean or BuiltInType.SByte or BuiltInType.Byte: Byte((byte)bits); break;
            case BuiltInType.Int16 or BuiltInType.UInt16: UInt16((ushort)bits); break;
            case BuiltInType.Int32 or BuiltInType.UInt32 or BuiltInType.Float or BuiltInType.StatusCode: UInt32((uint)bits); break;
            case BuiltInType.Int64 or BuiltInType.UInt64 or BuiltInType.Double: Int64(bits); break;
            case BuiltInType.DateTime: DateTime(new DateTime(bits, DateTimeKind.Utc)); break;
            case BuiltInType.String or BuiltInType.XmlElement: String((string?)boxed); break;
            case BuiltInType.ByteString: ByteString((byte[]?)boxed); break;
            case BuiltInType.ExtensionObject: ExtensionObject((ExtensionObject?)boxed); break;
            case BuiltInType.DiagnosticInfo: DiagnosticInfo((DiagnosticInfo?)boxed); break;
            case BuiltInType.Guid: Guid((Guid)boxed!); break;
            case BuiltInType.NodeId: NodeId((NodeId)boxed!); break;
            case BuiltInType.ExpandedNodeId: ExpandedNodeId((ExpandedNodeId)boxed!); break;
            case BuiltInType.QualifiedName: QualifiedName((QualifiedName)boxed!); break;
            case BuiltInType.LocalizedText: LocalizedText((LocalizedText)boxed!); break;
            default: DataValue((DataValue)boxed!); break;
        }
    }

    private void Elements(BuiltInType type, Array? values)
    {
        switch (type)
        {
            case BuiltInType.Boolean: Many((bool[]?)values, static (ref w, v) => w.Boolean(v)); break;
            case BuiltInType.SByte: Numbers((sbyte[]?)values); break;
            case BuiltInType.Byte: Numbers((byte[]?)values); break;
            case BuiltInType.Int16: Numbers((short[]?)values); break;
            case BuiltInType.UInt16: Numbers((ushort[]?)values); break;
            case BuiltInType.Int32: Numbers((int[]?)values); break;
            case BuiltInType.UInt32: Numbers((uint[]?)values); break;
            case BuiltInType.Int64: Numbers((long[]?)values); break;
            case BuiltInType.UInt64: Numbers((ulong[]?)values); break;
            case BuiltInType.Float: Numbers((float[]?)values); break;
            case BuiltInType.Double: Numbers((double[]?)values); break;
            case BuiltInType.String or BuiltInType.XmlElement: StringArray((string?[]?)values); break;
            case BuiltInType.DateTime: Many((DateTime[]?)values, static (ref w, v) => w.DateTime(v)); break;
            case BuiltInType.Guid: Many((Guid[]?)values, static (ref w, v) => w.Guid(v)); break;
            case BuiltInType.ByteString: ByteStringArray((byte[]?[]?)values); break;
            case BuiltInType.NodeId: Many((NodeId[]?)values, static (ref w, v) => w.NodeId(v)); break;
            case BuiltInType.ExpandedNodeId: Many((ExpandedNodeId[]?)values, static (ref w, v) => w.ExpandedNodeId(v)); break;
            case BuiltInType.StatusCode: StatusCodeArray((StatusCode[]?)values); break;
            case BuiltInType.QualifiedName: Many((QualifiedName[]?)values, static (ref w, v) => w.QualifiedName(v)); break;
            case BuiltInType.LocalizedText: Many((LocalizedText[]?)values, static (ref w, v) => w.LocalizedText(v)); break;
            case BuiltInType.ExtensionObject: ExtensionObjectArray((ExtensionObject?[]?)values); break;
            case BuiltInType.DataValue: DataValueArray((DataValue[]?)values); break;
            case BuiltInType.Variant: VariantArray((Variant[]?)values); break;
            default: DiagnosticInfoArray((DiagnosticInfo?[]?)values); break;
        }
    }
}
