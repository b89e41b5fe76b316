using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, 5.5.2 FindServers. Empty lists mean any locale and all servers.</summary>
internal sealed record FindServersRequest(
    RequestHeader RequestHeader,
    string? EndpointUrl,
    string?[] LocaleIds,
    string?[] ServerUris) : IUaMessage<FindServersRequest>, IRequest<FindServersResponse>
{
    public static uint TypeId => 422;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.String(EndpointUrl);
        w.StringArray(LocaleIds);
        w.StringArray(ServerUris);
    }

    public static FindServersRequest Decode(ref UaReader r) =>
        new(RequestHeader.Decode(ref r), r.String(), r.StringArray(), r.StringArray());
}

/// <summary>Part 4, 5.5.2 FindServers.</summary>
internal sealed record FindServersResponse(
    ResponseHeader ResponseHeader,
    ApplicationDescription[] Servers) : IUaMessage<FindServersResponse>, IResponse
{
    public static uint TypeId => 425;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.Array(Servers);
    }

    public static FindServersResponse Decode(ref UaReader r) => new(ResponseHeader.Decode(ref r), r.Array<ApplicationDescription>());
}

/// <summary>Part 4, 5.5.4 GetEndpoints. Needs no session; empty lists mean any locale and all transport profiles.</summary>
internal sealed record GetEndpointsRequest(
    RequestHeader RequestHeader,
    string? EndpointUrl,
    string?[] LocaleIds,
    string?[] ProfileUris) : IUaMessage<GetEndpointsRequest>, IRequest<GetEndpointsResponse>
{
    public static uint TypeId => 428;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.String(EndpointUrl);
        w.StringArray(LocaleIds);
        w.StringArray(ProfileUris);
    }

    public static GetEndpointsRequest Decode(ref UaReader r) =>
        new(RequestHeader.Decode(ref r), r.String(), r.StringArray(), r.StringArray());
}

/// <summary>Part 4, 5.5.4 GetEndpoints. What it says is not authenticated: CreateSession sends the list again.</summary>
internal sealed record GetEndpointsResponse(
    ResponseHeader ResponseHeader,
    EndpointDescription[] Endpoints) : IUaMessage<GetEndpointsResponse>, IResponse
{
    public static uint TypeId => 431;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.Array(Endpoints);
    }

    public static GetEndpointsResponse Decode(ref UaReader r) => new(ResponseHeader.Decode(ref r), r.Array<EndpointDescription>());
}

/// <summary>Part 4, ApplicationDescription.</summary>
internal sealed record ApplicationDescription(
    string? ApplicationUri,
    string? ProductUri,
    LocalizedText ApplicationName,
    ApplicationType ApplicationType,
    string? GatewayServerUri,
    string? DiscoveryProfileUri,
    string?[] DiscoveryUrls) : IUaStruct<ApplicationDescription>
{
    public static int MinSize => 25;

    public void Encode(ref UaWriter w)
    {
        w.String(ApplicationUri);
        w.String(ProductUri);
        w.LocalizedText(ApplicationName);
        w.Int32((int)ApplicationType);
        w.String(GatewayServerUri);
        w.String(DiscoveryProfileUri);
        w.StringArray(DiscoveryUrls);
    }

    public static ApplicationDescription Decode(ref UaReader r) =>
        new(r.String(), r.String(), r.LocalizedText(), (ApplicationType)r.Int32(), r.String(), r.String(), r.StringArray());
}

/// <summary>Part 4, EndpointDescription. SecurityLevel 0 means: not recommended; higher is better within one server.</summary>
internal sealed record EndpointDescription(
    string? EndpointUrl,
    ApplicationDescription Server,
    byte[]? ServerCertificate,
    MessageSecurityMode SecurityMode,
    string? SecurityPolicyUri,
    UserTokenPolicy[] UserIdentityTokens,
    string? TransportProfileUri,
    byte SecurityLevel) : IUaStruct<EndpointDescription>
{
    public static int MinSize => 50;

    public void Encode(ref UaWriter w)
    {
        w.String(EndpointUrl);
        Server.Encode(ref w);
        w.ByteString(ServerCertificate);
        w.Int32((int)SecurityMode);
        w.String(SecurityPolicyUri);
        w.Array(UserIdentityTokens);
        w.String(TransportProfileUri);
        w.Byte(SecurityLevel);
    }

    public static EndpointDescription Decode(ref UaReader r) => new(
        r.String(),
        ApplicationDescription.Decode(ref r),
        r.ByteString(),
        (MessageSecurityMode)r.Int32(),
        r.String(),
        r.Array<UserTokenPolicy>(),
        r.String(),
        r.Byte());
}

/// <summary>Part 4, UserTokenPolicy. An empty SecurityPolicyUri means the policy of the endpoint.</summary>
internal sealed record UserTokenPolicy(
    string? PolicyId,
    UserTokenType TokenType,
    string? IssuedTokenType,
    string? IssuerEndpointUrl,
    string? SecurityPolicyUri) : IUaStruct<UserTokenPolicy>
{
    public static int MinSize => 20;

    public void Encode(ref UaWriter w)
    {
        w.String(PolicyId);
        w.Int32((int)TokenType);
        w.String(IssuedTokenType);
        w.String(IssuerEndpointUrl);
        w.String(SecurityPolicyUri);
    }

    public static UserTokenPolicy Decode(ref UaReader r) => new(r.String(), (UserTokenType)r.Int32(), r.String(), r.String(), r.String());
}
