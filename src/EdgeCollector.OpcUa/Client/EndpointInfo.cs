using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;

namespace EdgeCollector.OpcUa.Client;

/// <summary>One endpoint as discovery tells it: nothing of it is vouched for.</summary>
/// <param name="Url">Its URL.</param>
/// <param name="Mode">What is done to messages.</param>
/// <param name="PolicyUri">The policy's URI.</param>
/// <param name="PolicyName">The policy's short name, null for one which this library does not have.</param>
/// <param name="Level">Higher is better within one server.</param>
/// <param name="ApplicationUri">The server's application URI.</param>
/// <param name="Certificate">The server's certificate as DER, leaf first; empty if it has none.</param>
/// <param name="UserTokens">The ways to log in.</param>
public sealed record EndpointInfo(
    string? Url, MessageSecurityMode Mode, string? PolicyUri, string? PolicyName, byte Level, string? ApplicationUri,
    ReadOnlyMemory<byte> Certificate,
    IReadOnlyList<UserTokenType> UserTokens)
{
    internal static EndpointInfo Of(EndpointDescription e) => new(
        e.EndpointUrl,
        e.SecurityMode,
        e.SecurityPolicyUri,
        SecurityPolicy.TryFromUri(e.SecurityPolicyUri, out var policy) ? policy.Name : null,
        e.SecurityLevel,
        e.Server.ApplicationUri,
        e.ServerCertificate,
        [.. e.UserIdentityTokens.Select(t => t.TokenType).Distinct()]);
}
