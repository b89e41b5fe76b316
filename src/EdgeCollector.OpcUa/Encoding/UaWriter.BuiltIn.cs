using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Encoding;

/// <content>The built-in types which have an encoding byte or several fields (Part 6, 5.2.2.9 to 5.2.2.17).</content>
internal ref partial struct UaWriter
{
    public void NodeId(NodeId value) => NodeId(value, 0);

    public void ExpandedNodeId(ExpandedNodeId value)
    {
        NodeId(value.NodeId, (byte)((value.NamespaceUri is null ? 0 : 0x80) | (value.ServerIndex == 0 ? 0 : 0x40)));
        if (value.NamespaceUri is not null)
        {
            String(value.NamespaceUri);
        }

        if (value.ServerIndex != 0)
        {
            UInt32(value.ServerIndex);
        }
    }

    public void QualifiedName(QualifiedName value)
    {
        UInt16(value.NamespaceIndex);
        String(value.Name);
    }

    public void LocalizedText(LocalizedText value)
    {
        Byte((byte)((value.Locale is null ? 0 : 0x01) | (value.Text is null ? 0 : 0x02)));
        if (value.Locale is not null)
        {
            String(value.Locale);
        }

        if (value.Text is not null)
        {
            String(value.Text);
        }
    }

    public void ExtensionObject(ExtensionObject? value)
    {
        NodeId(value?.TypeId ?? default);
        Byte((byte)(value?.Encoding ?? ExtensionBody.None));
        if (value is { Encoding: not ExtensionBody.None })
        {
            ByteString(value.Body);
        }
    }

    public void DataValue(in DataValue value)
    {
        bool hasSource = value.SourceTimestamp != default;
        bool hasServer = value.ServerTimestamp != default;
        Byte((byte)((value.Value.IsNull ? 0 : 0x01) | (value.StatusCode.Code == 0 ? 0 : 0x02)
            | (hasSource ? 0x04 : 0) | (hasServer ? 0x08 : 0)
            | (value.SourcePicoseconds == 0 ? 0 : 0x10) | (value.ServerPicoseconds == 0 ? 0 : 0x20)));
        if (!value.Value.IsNull)
        {
            Variant(value.Value);
        }

        if (value.StatusCode.Code != 0)
        {
            StatusCode(value.StatusCode);
        }

        Time(value.SourceTimestamp, value.SourcePicoseconds);
        Time(value.ServerTimestamp, value.ServerPicoseconds);
    }

    public void DiagnosticInfo(DiagnosticInfo? value)
    {
        if (value is null)
        {
            Byte(0);
            return;
        }

        Byte((byte)((value.SymbolicId < 0 ? 0 : 0x01) | (value.NamespaceUri < 0 ? 0 : 0x02)
            | (value.LocalizedText < 0 ? 0 : 0x04) | (value.Locale < 0 ? 0 : 0x08) | (value.AdditionalInfo is null ? 0 : 0x10)
            | (value.InnerStatusCode.Code == 0 ? 0 : 0x20) | (value.InnerDiagnosticInfo is null ? 0 : 0x40)));
        Index(value.SymbolicId);
        Index(value.NamespaceUri);
        Index(value.Locale);
        Index(value.LocalizedText);
        if (value.AdditionalInfo is not null)
        {
            String(value.AdditionalInfo);
        }

        if (value.InnerStatusCode.Code != 0)
        {
            StatusCode(value.InnerStatusCode);
        }

        if (value.InnerDiagnosticInfo is not null)
        {
            DiagnosticInfo(value.InnerDiagnosticInfo);
        }
    }

    private void Index(int value)
    {
        if (value >= 0)
        {
            Int32(value);
        }
    }

    private void Time(DateTime time, ushort picoseconds)
    {
        if (time != default)
        {
            DateTime(time);
        }

        if (picoseconds != 0)
        {
            UInt16(picoseconds);
        }
    }

    /// <summary>The shortest of the encodings of 5.2.2.9 that can hold the id.</summary>
    private void NodeId(NodeId value, byte flags)
    {
        switch (value.IdType)
        {
            case NodeIdType.Numeric when value.NamespaceIndex == 0 && value.Numeric <= byte.MaxValue:
                Byte(flags);
                Byte((byte)value.Numeric);
                break;
            case NodeIdType.Numeric when value.NamespaceIndex <= byte.MaxValue && value.Numeric <= ushort.MaxValue:
                Byte((byte)(flags | 1));
                Byte((byte)value.NamespaceIndex);
                UInt16((ushort)value.Numeric);
                break;
            case NodeIdType.Numeric:
                Head(2, value, flags);
                UInt32(value.Numeric);
                break;
            case NodeIdType.String:
                Head(3, value, flags);
                String(value.Text);
                break;
            case NodeIdType.Guid:
                Head(4, value, flags);
                Guid(value.Guid);
                break;
            default:
                Head(5, value, flags);
                ByteString(value.Opaque);
                break;
        }
    }

    private void Head(byte encoding, NodeId value, byte flags)
    {
        Byte((byte)(flags | encoding));
        UInt16(value.NamespaceIndex);
    }
}
