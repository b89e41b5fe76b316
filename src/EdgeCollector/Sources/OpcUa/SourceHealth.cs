using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>How a source is, in words for people.</summary>
internal enum SourceState
{
    Ok,

    /// <summary>Trying; mends itself when the server comes back.</summary>
    Wait,

    /// <summary>Somebody has to do something; the message says what.</summary>
    Failed,
}

/// <summary>
/// One line that names the thing and the way out, for each of a source's troubles; a standing one is said once. What is wrong with single
/// signals stands until the next subscription, since the others go on.
/// </summary>
internal sealed class SourceHealth(string endpoint, Action<SourceState, string> report)
{
    private readonly HashSet<int> _wrongTypes = [];
    private SourceState _state = SourceState.Wait;
    private string _signals = "";
    private string _profile = "";

    public void Subscribed(SubscriptionInfo subscription)
    {
        var items = subscription.Items;
        var rejected = items.Count(i => i.Status.IsBad);
        _wrongTypes.Clear();
        if (rejected == 0)
        {
            _signals = _profile;
        }

        Report(_signals.Length == 0 ? SourceState.Ok : SourceState.Failed, _signals);
    }

    public void Rejected(OpcUaSignal? item, StatusCode status)
    {
        if (item is null)
        {
            return;
        }

        var mend = status.Is(StatusCode.BadNodeIdUnknown) || status.Is(StatusCode.BadNodeIdInvalid)
            ? $"the server has no such node; look it up with: edgecollector browse {endpoint}"
            : status.Is(StatusCode.BadNotReadable) || status.Is(StatusCode.BadUserAccessDenied)
                ? "the login may not read it; give it the right on the server"
                : "the server refuses to monitor it";
        Signal($"{item.Signal.Name}: {item.Node} ({status}): {mend}");
    }

    public void WrongType(OpcUaSignal item, BuiltInType type, string expected)
    {
        if (_wrongTypes.Add(item.Signal.Id))
        {
            Signal($"{item.Signal.Name}: {item.Node} is {type}, expected {expected}; choose another node");
        }
    }

    public void Disconnected(DisconnectInfo reason) =>
        Report(reason.Failure == Failure.Lost ? SourceState.Wait : SourceState.Failed, $"{endpoint}: {Mend(reason)}");

    /// <summary>Something worth a line that changes nothing about the state.</summary>
    public void Note(string message) => report(_state, message);

    /// <summary>The nodes of a profile: null where all are there.</summary>
    public void Profile(string? missing)
    {
        _profile = missing ?? "";
        if (_profile.Length > 0) Report(SourceState.Failed, _profile);
    }

    private string Mend(DisconnectInfo reason)
    {
        if (reason.Cause is not CertificateRefusedException refused) return reason.Reason;

        var what = $"the server's certificate {refused.Thumbprint} is refused ({TrustList.Describe(refused.Faults)})";
        var allowed = refused.Faults & TrustList.Allowable;
        return (refused.Faults & ~TrustList.Allowable & ~CertificateFaults.Untrusted) != 0
            ? $"{what}; renew it on the server"
            : $"{what}; look at it and trust it with: edgecollector cert trust {endpoint}"
                + (allowed == 0 ? "" : $" --allow {TrustList.Describe(allowed)}");
    }

    private void Signal(string message)
    {
        _signals = message;
        Report(SourceState.Failed, message);
    }

    private void Report(SourceState state, string message)
    {
        _state = state;
        report(state, message);
    }
}
