using System.Buffers;

using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Encoding;

/// <content>The built-in types which have an encoding byte or several fields (Part 6, 5.2.2.9 to 5.2.2.17).</content>
internal ref partial struct UaReader
{
    private const byte NamespaceUriFlag = 0x80;
    private const byte ServerIndexFlag = 0x40;

    public NodeId NodeId() => NodeId(Byte());

    public ExpandedNodeId ExpandedNodeId()
    {
        byte encoding = Byte();
        NodeId id = NodeId((byte)(encoding & ~(NamespaceUriFlag | ServerIndexFlag)));
        string? uri = (encoding & NamespaceUriFlag) != 0 ? String() : null;
        uint server = (encoding & ServerIndexFlag) != 0 ? UInt32() : 0;
        return new ExpandedNodeId(id, uri, server);
    }

    public QualifiedName QualifiedName() => new(UInt16(), String());

    public LocalizedText LocalizedText()
    {
        byte mask = Byte();
        string? locale = (mask & 0x01) != 0 ? String() : null;
        string? text = (mask & 0x02) != 0 ? String() : null;
        return new LocalizedText(text, locale);
    }

    /// <summary>Null where type id and body are absent; the body stays encoded (5.2.2.15).</summary>
    public ExtensionObject? ExtensionObject()
    {
        NodeId typeId = NodeId();
        byte encoding = Byte();
        if (encoding > (byte)ExtensionBody.Xml)
        {
            Malformed($"an ExtensionObject encoding of 0, 1 or 2 but found {encoding}");
        }

        byte[]? body = encoding == 0 ? null : ByteString();
        if (Failed || (typeId.IsNull && encoding == 0) || !Charge(4 * ObjectCost))
        {
            return null;
        }

        return new ExtensionObject(typeId, (ExtensionBody)encoding, body);
    }

    /// <summary>Reads past an ExtensionObject; its body is a slice of the message, empty where there is none. Allocates nothing.</summary>
    public void SkipExtensionObject(out NodeId typeId, out ReadOnlySequence<byte> body)
    {
        typeId = NodeId();
        byte encoding = Byte();
        if (encoding > (byte)ExtensionBody.Xml)
        {
            Malformed($"an ExtensionObject encoding of 0, 1 or 2 but found {encoding}");
        }

        int length = encoding == 0 ? 0 : ByteStringLength();
        body = length > 0 ? Slice(length) : default;
    }

    public DataValue DataValue()
    {
        if (!Enter())
        {
            return default;
        }

        if (TryNumber(out DataValue number))
        {
            Leave();
            return number;
        }

        byte mask = Byte();
        Variant value = (mask & 0x01) != 0 ? Variant() : default;
        StatusCode status = (mask & 0x02) != 0 ? StatusCode() : default;
        DateTime sourceTime = (mask & 0x04) != 0 ? DateTime() : default;
        ushort sourcePicoseconds = (mask & 0x10) != 0 ? UInt16() : (ushort)0;
        DateTime serverTime = (mask & 0x08) != 0 ? DateTime() : default;
        ushort serverPicoseconds = (mask & 0x20) != 0 ? UInt16() : (ushort)0;
        Leave();
        return new DataValue(value, status, sourceTime, sourcePicoseconds, serverTime, serverPicoseconds);
    }

    /// <summary>Null where the mask is 0, as nearly all servers send it.</summary>
    public DiagnosticInfo? DiagnosticInfo()
    {
        byte mask = Byte();
        if (mask == 0 || !Enter() || !Charge(3 * ObjectCost))
        {
            return null;
        }

        int symbolicId = (mask & 0x01) != 0 ? Int32() : -1;
        int namespaceUri = (mask & 0x02) != 0 ? Int32() : -1;
        int locale = (mask & 0x08) != 0 ? Int32() : -1;
        int localizedText = (mask & 0x04) != 0 ? Int32() : -1;
        string? additionalInfo = (mask & 0x10) != 0 ? String() : null;
        StatusCode innerStatus = (mask & 0x20) != 0 ? StatusCode() : default;
        DiagnosticInfo? inner = (mask & 0x40) != 0 ? DiagnosticInfo() : null;
        Leave();
        return new DiagnosticInfo(symbolicId, namespaceUri, locale, localizedText, additionalInfo, innerStatus, inner);
    }

    private NodeId NodeId(byte encoding)
    {
        switch (encoding)
        {
            case 0: return new NodeId(0, Byte());
            case 1: return new NodeId(Byte(), UInt16());
            case 2: return new NodeId(UInt16(), UInt32());
            case 3: return new NodeId(UInt16(), String() ?? "");
            case 4:
                ushort index = UInt16();
                Guid guid = Guid();
                return Charge(2 * ObjectCost) ? new NodeId(index, guid) : default;
            case 5: return new NodeId(UInt16(), ByteString() ?? []);
            default:
                Malformed($"a NodeId encoding of 0 to 5 but found {encoding}");
                return default;
        }
    }
}
