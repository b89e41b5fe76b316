using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Transport;

namespace EdgeCollector.OpcUa.Client;

/// <summary>Everything the client needs to know, checked as a whole by <see cref="Validate"/> before anything connects.</summary>
public sealed record OpcUaClientOptions
{
    /// <summary>The server: <c>opc.tcp://host:port/path</c>; port 4840 if none is given.</summary>
    public required string EndpointUrl { get; init; }

    /// <summary>What is done to messages. Never weakened by the client: a server which does not offer it is refused.</summary>
    public MessageSecurityMode SecurityMode { get; init; } = MessageSecurityMode.SignAndEncrypt;

    /// <summary>The policy; goes with the mode: None with None, another with the others.</summary>
    public SecurityPolicy SecurityPolicy { get; init; } = SecurityPolicy.Basic256Sha256;

    /// <summary>Who logs in.</summary>
    public UserIdentity Identity { get; init; } = UserIdentity.Anonymous;

    /// <summary>Our certificate; needed with any policy but None. Not disposed by the client.</summary>
    public ApplicationCertificate? Certificate { get; init; }

    /// <summary>Says yes or no to the server's certificate; needed with any policy but None, and for an encrypted password.</summary>
    public TrustList? Trust { get; init; }

    /// <summary>Our application URI where there is no certificate to name it.</summary>
    public string ApplicationUri { get; init; } = "urn:EdgeCollector";

    /// <summary>The name shown in the server's list of sessions.</summary>
    public string SessionName { get; init; } = "EdgeCollector";

    /// <summary>How long the server keeps a session whose connection is gone; 10 s to 1 h.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Deadline of each request; 1 s to 2 min.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Deadline of the TCP connection and of Hello; 1 s to 1 min.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Life of a channel's token to ask for; it is renewed at 75 % of what the server grants. 10 s to 24 h.</summary>
    public TimeSpan ChannelLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often time and state of the server are read; 1 s to 1 h.</summary>
    public TimeSpan ServerStatusPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Chunk and message limits to offer.</summary>
    public TransportLimits Limits { get; init; } = TransportLimits.Default;

    /// <summary>What <see cref="OpcUaClient.RunAsync"/> subscribes to, on each connection anew.</summary>
    public IReadOnlyList<SubscriptionOptions> Subscriptions { get; init; } = [];

    /// <summary>Host and port of <see cref="EndpointUrl"/>.</summary>
    internal (string Host, int Port) Address => TryAddress(EndpointUrl, out var host, out var port) ? (host, port) : ("", 0);

    /// <summary>Checks everything.</summary>
    /// <exception cref="ArgumentException">Names the option, what is expected and what was found.</exception>
    public void Validate()
    {
        if (!TryAddress(EndpointUrl, out _, out _))
            throw new ArgumentException($"EndpointUrl '{EndpointUrl}': opc.tcp://HOST:PORT/PATH is expected");
        if (SecurityMode is not (MessageSecurityMode.None or MessageSecurityMode.Sign or MessageSecurityMode.SignAndEncrypt))
            throw new ArgumentException($"SecurityMode {SecurityMode}: None, Sign or SignAndEncrypt is expected");
        if (SecurityPolicy.IsNone != (SecurityMode == MessageSecurityMode.None))
            throw new ArgumentException($"SecurityMode {SecurityMode} does not go with policy {SecurityPolicy}: None goes with None only");
        if (!SecurityPolicy.IsNone && (Certificate is null || Trust is null))
            throw new ArgumentException($"policy {SecurityPolicy} needs a Certificate of our own and a Trust list");
        Between(SessionTimeout, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), nameof(SessionTimeout));
        Between(RequestTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), nameof(RequestTimeout));
        Between(ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), nameof(ConnectTimeout));
        Between(ChannelLifetime, TimeSpan.FromSeconds(10), TimeSpan.FromHours(24), nameof(ChannelLifetime));
        Between(ServerStatusPeriod, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(ServerStatusPeriod));
        if (Limits.ReceiveBufferSize < TransportLimits.MinBufferSize || Limits.SendBufferSize < TransportLimits.MinBufferSize)
            throw new ArgumentException($"Limits: buffers of at least {TransportLimits.MinBufferSize} bytes are expected");
        foreach (var subscription in Subscriptions) subscription.Validate();
    }

    internal static void Between(TimeSpan value, TimeSpan min, TimeSpan max, string name)
    {
        if (value < min || value > max) throw new ArgumentException($"{name} {value}: {min} to {max} is expected");
    }

    private static bool TryAddress(string url, out string host, out int port)
    {
        (host, port) = ("", 0);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != "opc.tcp" || uri.Host.Length == 0) return false;

        (host, port) = (uri.Host.Trim('[', ']'), uri.Port <= 0 ? 4840 : uri.Port);
        return true;
    }
}
