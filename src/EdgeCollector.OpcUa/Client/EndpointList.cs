using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>Chooses an endpoint, and finds out later whether somebody tampered with the list (Part 4 5.7.2.2). Pure.</summary>
internal static class EndpointList
{
    /// <summary>Endpoints looked at; a longer list is cut.</summary>
    public const int MaxEndpoints = 200;

    private const string BinaryOverTcp = "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary";

    /// <summary>The endpoint with exactly this mode and policy; nothing weaker is ever taken in its place.</summary>
    /// <exception cref="ServiceException">There is none; the message lists what is offered.</exception>
    public static EndpointDescription Choose(EndpointDescription[] endpoints, MessageSecurityMode mode, SecurityPolicy policy)
    {
        var offered = Usable(endpoints).ToArray();
        return offered.Where(e => e.SecurityMode == mode && e.SecurityPolicyUri == policy.Uri).MaxBy(e => e.SecurityLevel)
            ?? throw new ServiceException(
                StatusCode.BadSecurityPolicyRejected,
                $"the server offers no {policy} with {mode}; it offers {string.Join(", ", offered.Select(Name).Distinct().Take(12))}");
    }

    /// <summary>
    /// Whether the list which the session vouches for is the one that was chosen from. Order and host names do not matter.
    /// </summary>
    public static bool Same(EndpointDescription[] discovered, EndpointDescription[] vouchedFor) =>
        Usable(discovered).Select(Key).ToHashSet().SetEquals(Usable(vouchedFor).Select(Key));

    private static IEnumerable<EndpointDescription> Usable(EndpointDescription[] endpoints) =>
        endpoints.Take(MaxEndpoints).Where(e => e.TransportProfileUri is null or "" or BinaryOverTcp);

    private static string Name(EndpointDescription e) =>
        $"{(SecurityPolicy.TryFromUri(e.SecurityPolicyUri, out var policy) ? policy.Name : e.SecurityPolicyUri)} with {e.SecurityMode}";

    private static (MessageSecurityMode Mode, string? Policy, byte Level, string? Application, string Tokens) Key(EndpointDescription e) =>
        (
        e.SecurityMode,
        e.SecurityPolicyUri,
        e.SecurityLevel,
        e.Server.ApplicationUri,
        string.Join(
            '|',
            e.UserIdentityTokens.Select(t => $"{t.PolicyId}/{t.TokenType}/{t.SecurityPolicyUri}").Order(StringComparer.Ordinal)));
}
