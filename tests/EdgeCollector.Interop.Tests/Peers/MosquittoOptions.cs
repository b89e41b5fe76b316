namespace EdgeCollector.Interop.Tests.Peers;

/// <summary>How far the broker's disk can be trusted over a SIGKILL.</summary>
internal enum BrokerPersistence
{
    /// <summary>Nothing survives the process.</summary>
    None,

    /// <summary>Written at a clean stop only, as with the default autosave of 1,800 s: a SIGKILL loses everything since.</summary>
    AtStop,

    /// <summary>Written after each change.</summary>
    EveryChange,
}

/// <summary>How the broker is set up; the defaults are an anonymous plain listener.</summary>
internal sealed record MosquittoOptions
{
    public BrokerPersistence Persistence { get; init; } = BrokerPersistence.EveryChange;

    /// <summary>User names with their passwords; where there are any, anonymous clients are refused.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    /// <summary>Lines of an access list, or null.</summary>
    public string? Acl { get; init; }

    /// <summary>Opens a second listener with TLS and a server certificate of an own CA.</summary>
    public bool Tls { get; init; }

    /// <summary>Clients on the TLS listener need a certificate of the same CA.</summary>
    public bool ClientCertificates { get; init; }

    /// <summary>Further lines of mosquitto.conf.</summary>
    public string Config { get; init; } = "";
}
