using EdgeCollector.OpcUa.Encoding;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, 5.6.2 OpenSecureChannel. RequestedLifetime is milliseconds.</summary>
internal sealed record OpenSecureChannelRequest(
    RequestHeader RequestHeader,
    uint ClientProtocolVersion,
    SecurityTokenRequestType RequestType,
    MessageSecurityMode SecurityMode,
    byte[]? ClientNonce,
    uint RequestedLifetime) : IUaMessage<OpenSecureChannelRequest>, IRequest<OpenSecureChannelResponse>
{
    public static uint TypeId => 446;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.UInt32(ClientProtocolVersion);
        w.Int32((int)RequestType);
        w.Int32((int)SecurityMode);
        w.ByteString(ClientNonce);
        w.UInt32(RequestedLifetime);
    }

    public static OpenSecureChannelRequest Decode(ref UaReader r) => new(
        RequestHeader.Decode(ref r),
        r.UInt32(),
        (SecurityTokenRequestType)r.Int32(),
        (MessageSecurityMode)r.Int32(),
        r.ByteString(),
        r.UInt32());
}

/// <summary>Part 4, 5.6.2 OpenSecureChannel.</summary>
internal sealed record OpenSecureChannelResponse(
    ResponseHeader ResponseHeader,
    uint ServerProtocolVersion,
    ChannelSecurityToken SecurityToken,
    byte[]? ServerNonce) : IUaMessage<OpenSecureChannelResponse>, IResponse
{
    public static uint TypeId => 449;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.UInt32(ServerProtocolVersion);
        SecurityToken.Encode(ref w);
        w.ByteString(ServerNonce);
    }

    public static OpenSecureChannelResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.UInt32(), ChannelSecurityToken.Decode(ref r), r.ByteString());
}

/// <summary>Part 4, ChannelSecurityToken. RevisedLifetime is milliseconds from CreatedAt on.</summary>
internal sealed record ChannelSecurityToken(
    uint ChannelId,
    uint TokenId,
    DateTime CreatedAt,
    uint RevisedLifetime) : IUaStruct<ChannelSecurityToken>
{
    public void Encode(ref UaWriter w)
    {
        w.UInt32(ChannelId);
        w.UInt32(TokenId);
        w.DateTime(CreatedAt);
        w.UInt32(RevisedLifetime);
    }

    public static ChannelSecurityToken Decode(ref UaReader r) => new(r.UInt32(), r.UInt32(), r.DateTime(), r.UInt32());
}

/// <summary>Part 4, 5.6.3 CloseSecureChannel. The server closes the connection instead of answering.</summary>
internal sealed record CloseSecureChannelRequest(
    RequestHeader RequestHeader) : IUaMessage<CloseSecureChannelRequest>, IRequest<CloseSecureChannelResponse>
{
    public static uint TypeId => 452;

    public void Encode(ref UaWriter w) => RequestHeader.Encode(ref w);

    public static CloseSecureChannelRequest Decode(ref UaReader r) => new(RequestHeader.Decode(ref r));
}

/// <summary>Part 4, 5.6.3 CloseSecureChannel.</summary>
internal sealed record CloseSecureChannelResponse(
    ResponseHeader ResponseHeader) : IUaMessage<CloseSecureChannelResponse>, IResponse
{
    public static uint TypeId => 455;

    public void Encode(ref UaWriter w) => ResponseHeader.Encode(ref w);

    public static CloseSecureChannelResponse Decode(ref UaReader r) => new(ResponseHeader.Decode(ref r));
}
