namespace EdgeCollector.OpcUa.Client;

/// <summary>How much a server can give again after an interruption.</summary>
public enum NoLossClass
{
    /// <summary>Not all is known yet: no notification came so far.</summary>
    Unknown,

    /// <summary>No retransmission or a queue of one: values only while the link stands, cumulative counters are recovered.</summary>
    CountersOnly,

    /// <summary>What was sent and not acknowledged is given again within a session, but not to the next one.</summary>
    UntilOurRestart,

    /// <summary>Retransmission works and a subscription can be taken over: nothing is lost while the server's queue holds.</summary>
    Full,
}

/// <summary>What was found by trying, never assumed.</summary>
/// <param name="Transfer">TransferSubscriptions is supported.</param>
/// <param name="Republish">Republish is supported; null until tried.</param>
/// <param name="Retransmission">The server kept a sent notification for retransmission; null until the first one came.</param>
/// <param name="SmallestQueue">The smallest revised queue of any item.</param>
public sealed record NoLossFacts(bool Transfer, bool? Republish, bool? Retransmission, uint SmallestQueue)
{
    /// <summary>The class which follows.</summary>
    public NoLossClass Class => (Republish, Retransmission) switch
    {
        (false, _) or (_, false) => NoLossClass.CountersOnly,
        _ when SmallestQueue <= 1 => NoLossClass.CountersOnly,
        (null, _) or (_, null) => NoLossClass.Unknown,
        _ => Transfer ? NoLossClass.Full : NoLossClass.UntilOurRestart,
    };
}
