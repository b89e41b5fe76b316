using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, 5.7.2 CreateSession. Timeout in milliseconds; MaxResponseMessageSize in bytes, 0 for no limit.</summary>
internal sealed record CreateSessionRequest(
    RequestHeader RequestHeader,
    ApplicationDescription ClientDescription,
    string? ServerUri,
    string? EndpointUrl,
    string? SessionName,
    byte[]? ClientNonce,
    byte[]? ClientCertificate,
    double RequestedSessionTimeout,
    uint MaxResponseMessageSize) : IUaMessage<CreateSessionRequest>, IRequest<CreateSessionResponse>
{
    public static uint TypeId => 461;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        ClientDescription.Encode(ref w);
        w.String(ServerUri);
        w.String(EndpointUrl);
        w.String(SessionName);
        w.ByteString(ClientNonce);
        w.ByteString(ClientCertificate);
        w.Double(RequestedSessionTimeout);
        w.UInt32(MaxResponseMessageSize);
    }

    public static CreateSessionRequest Decode(ref UaReader r) => new(
        RequestHeader.Decode(ref r),
        ApplicationDescription.Decode(ref r),
        r.String(),
        r.String(),
        r.String(),
        r.ByteString(),
        r.ByteString(),
        r.Double(),
        r.UInt32());
}

/// <summary>Part 4, 5.7.2 CreateSession. ServerEndpoints must equal what GetEndpoints told. Milliseconds and bytes.</summary>
internal sealed record CreateSessionResponse(
    ResponseHeader ResponseHeader,
    NodeId SessionId,
    NodeId AuthenticationToken,
    double RevisedSessionTimeout,
    byte[]? ServerNonce,
    byte[]? ServerCertificate,
    EndpointDescription[] ServerEndpoints,
    SignedSoftwareCertificate[] ServerSoftwareCertificates,
    SignatureData ServerSignature,
    uint MaxRequestMessageSize) : IUaMessage<CreateSessionResponse>, IResponse
{
    public static uint TypeId => 464;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.NodeId(SessionId);
        w.NodeId(AuthenticationToken);
        w.Double(RevisedSessionTimeout);
        w.ByteString(ServerNonce);
        w.ByteString(ServerCertificate);
        w.Array(ServerEndpoints);
        w.Array(ServerSoftwareCertificates);
        ServerSignature.Encode(ref w);
        w.UInt32(MaxRequestMessageSize);
    }

    public static CreateSessionResponse Decode(ref UaReader r) => new(
        ResponseHeader.Decode(ref r),
        r.NodeId(),
        r.NodeId(),
        r.Double(),
        r.ByteString(),
        r.ByteString(),
        r.Array<EndpointDescription>(),
        r.Array<SignedSoftwareCertificate>(),
        SignatureData.Decode(ref r),
        r.UInt32());
}

/// <summary>Part 4, 5.7.3 ActivateSession. The token is one of those in IdentityTokens.cs.</summary>
internal sealed record ActivateSessionRequest(
    RequestHeader RequestHeader,
    SignatureData ClientSignature,
    SignedSoftwareCertificate[] ClientSoftwareCertificates,
    string?[] LocaleIds,
    ExtensionObject? UserIdentityToken,
    SignatureData UserTokenSignature) : IUaMessage<ActivateSessionRequest>, IRequest<ActivateSessionResponse>
{
    public static uint TypeId => 467;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        ClientSignature.Encode(ref w);
        w.Array(ClientSoftwareCertificates);
        w.StringArray(LocaleIds);
        w.ExtensionObject(UserIdentityToken);
        UserTokenSignature.Encode(ref w);
    }

    public static ActivateSessionRequest Decode(ref UaReader r) => new(
        RequestHeader.Decode(ref r),
        SignatureData.Decode(ref r),
        r.Array<SignedSoftwareCertificate>(),
        r.StringArray(),
        r.ExtensionObject(),
        SignatureData.Decode(ref r));
}

/// <summary>Part 4, 5.7.3 ActivateSession. ServerNonce is for the next activation.</summary>
internal sealed record ActivateSessionResponse(
    ResponseHeader ResponseHeader,
    byte[]? ServerNonce,
    StatusCode[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<ActivateSessionResponse>, IResponse
{
    public static uint TypeId => 470;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.ByteString(ServerNonce);
        w.StatusCodeArray(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static ActivateSessionResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.ByteString(), r.StatusCodeArray(), r.DiagnosticInfoArray());
}

/// <summary>Part 4, 5.7.4 CloseSession.</summary>
internal sealed record CloseSessionRequest(
    RequestHeader RequestHeader,
    bool DeleteSubscriptions) : IUaMessage<CloseSessionRequest>, IRequest<CloseSessionResponse>
{
    public static uint TypeId => 473;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.Boolean(DeleteSubscriptions);
    }

    public static CloseSessionRequest Decode(ref UaReader r) => new(RequestHeader.Decode(ref r), r.Boolean());
}

/// <summary>Part 4, 5.7.4 CloseSession.</summary>
internal sealed record CloseSessionResponse(ResponseHeader ResponseHeader) : IUaMessage<CloseSessionResponse>, IResponse
{
    public static uint TypeId => 476;

    public void Encode(ref UaWriter w) => ResponseHeader.Encode(ref w);

    public static CloseSessionResponse Decode(ref UaReader r) => new(ResponseHeader.Decode(ref r));
}

/// <summary>Part 4, SignedSoftwareCertificate. Reserved: not used.</summary>
internal sealed record SignedSoftwareCertificate(
    byte[]? CertificateData,
    byte[]? Signature) : IUaStruct<SignedSoftwareCertificate>
{
    public static int MinSize => 8;

    public void Encode(ref UaWriter w)
    {
        w.ByteString(CertificateData);
        w.ByteString(Signature);
    }

    public static SignedSoftwareCertificate Decode(ref UaReader r) => new(r.ByteString(), r.ByteString());
}

/// <summary>Part 4, SignatureData. Both fields are null with security mode None.</summary>
internal sealed record SignatureData(string? Algorithm, byte[]? Signature) : IUaStruct<SignatureData>
{
    public void Encode(ref UaWriter w)
    {
        w.String(Algorithm);
        w.ByteString(Signature);
    }

    public static SignatureData Decode(ref UaReader r) => new(r.String(), r.ByteString());
}
