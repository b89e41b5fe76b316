using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.Options;
using EdgeCollector.Security;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>`opcua` of a machine to what the client takes. The secret is read here and goes nowhere else.</summary>
internal static class OpcUaConnection
{
    /// <summary>Where and as whom; without subscriptions.</summary>
    /// <exception cref="InvalidDataException">The password's secret has no value, or our own certificate is damaged.</exception>
    public static OpcUaClientOptions Of(OpcUaOptions server, OpcUaPki pki, SecretResolver secrets) => Secured(
        new() { EndpointUrl = server.Endpoint.OriginalString, Identity = IdentityOf(server.Login, secrets) }, server.Security,
            server.Policy, pki);

    /// <summary>The security asked for, with our certificate and the trust list where it needs them.</summary>
    public static OpcUaClientOptions Secured(OpcUaClientOptions options, OpcUaSecurity security, OpcUaPolicy policy, OpcUaPki pki) =>
        security == OpcUaSecurity.None
            ? options with { SecurityMode = MessageSecurityMode.None, SecurityPolicy = SecurityPolicy.None }
            : options with
            {
                SecurityMode = security == OpcUaSecurity.Sign ? MessageSecurityMode.Sign : MessageSecurityMode.SignAndEncrypt,
                SecurityPolicy = PolicyOf(policy),
                Certificate = pki.Own,
                Trust = pki.Trust,
            };

    /// <summary>One subscription with all signals of a machine; the item's handle says which.</summary>
    public static SubscriptionOptions Subscribe(IEnumerable<OpcUaSignal> signals, TimeSpan publishing) => new()
    {
        PublishingInterval = publishing,
        KeepAlive = publishing > Silence ? publishing : Silence,
        MaxNotificationsPerPublish = InputSlices.Max,
        Items = [.. signals.Select(signal => new MonitoredItemOptions(signal.Node, signal.Handle)
        {
            SamplingInterval = signal.Sampling,
            QueueSize = signal.Queue,
            Deadband = signal.Deadband,
            // The same state entered again at another time is a fact too (Part 4 7.22.2).
            Trigger = signal.IsState ? DataChangeTrigger.StatusValueTimestamp : DataChangeTrigger.StatusValue,
        })],
    };

    /// <summary>After so long without a change the server says that it lives.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private static SecurityPolicy PolicyOf(OpcUaPolicy policy) => policy switch
    {
        OpcUaPolicy.Aes128Sha256RsaOaep => SecurityPolicy.Aes128Sha256RsaOaep,
        OpcUaPolicy.Aes256Sha256RsaPss => SecurityPolicy.Aes256Sha256RsaPss,
        _ => SecurityPolicy.Basic256Sha256,
    };

    private static UserIdentity IdentityOf(LoginOptions? login, SecretResolver secrets) => login is null
        ? UserIdentity.Anonymous
        : UserIdentity.UserName(login.User, secrets.Reveal(login.Password)
            ?? throw new InvalidDataException(
                $"secret {login.Password.Name} of user {login.User} has no value; set ${SecretResolver.Variable(login.Password.Name!)}"));
}
