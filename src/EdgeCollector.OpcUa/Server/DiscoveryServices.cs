using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Part 4, 5.5: one endpoint, policy None, anonymous users.</summary>
internal sealed class DiscoveryServices(UaServer server)
{
    private const string Profile = "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary";

    public GetEndpointsResponse GetEndpoints(GetEndpointsRequest request) =>
        new(server.Header(request.RequestHeader.RequestHandle), Endpoints());

    public FindServersResponse FindServers(FindServersRequest request) =>
        new(server.Header(request.RequestHeader.RequestHandle), [Application()]);

    public EndpointDescription[] Endpoints() =>
    [
        new(server.EndpointUrl, Application(), null, MessageSecurityMode.None, SecurityPolicy.None.Uri,
            [new("anonymous", UserTokenType.Anonymous, null, null, null)], Profile, 0),
    ];

    private ApplicationDescription Application() => new(
        server.Space.ApplicationUri, "urn:edgecollector", new LocalizedText(server.Path), ApplicationType.Server, null, null,
        [server.EndpointUrl]);
}
