using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>What kind of end a connection or an attempt came to.</summary>
public enum Failure
{
    /// <summary>Cut, silent, restarting: it comes back by itself.</summary>
    Lost,

    /// <summary>The server's certificate has to be looked at and trusted, or it does not trust ours.</summary>
    NeedsTrust,

    /// <summary>Wrong password, missing policy: somebody has to mend the configuration.</summary>
    Refused,
}

/// <summary>Sorts exceptions and status codes by what is to be done. Pure.</summary>
internal static class Failures
{
    private static readonly uint[] SessionGone =
    [
        StatusCode.BadSessionIdInvalid.Code, StatusCode.BadSessionClosed.Code, StatusCode.BadSessionNotActivated.Code,
        StatusCode.BadSecureChannelIdInvalid.Code, StatusCode.BadIdentityChangeNotSupported.Code,
        StatusCode.BadApplicationSignatureInvalid.Code, StatusCode.BadNonceInvalid.Code, StatusCode.BadServiceUnsupported.Code,
        StatusCode.BadSecurityChecksFailed.Code, StatusCode.BadNotImplemented.Code, StatusCode.BadInternalError.Code,
    ];

    private static readonly uint[] Refusals =
    [
        StatusCode.BadUserAccessDenied.Code, StatusCode.BadIdentityTokenInvalid.Code, StatusCode.BadIdentityTokenRejected.Code,
        StatusCode.BadSecurityPolicyRejected.Code, StatusCode.BadSecurityModeRejected.Code, StatusCode.BadSecurityModeInsufficient.Code,
        StatusCode.BadUserSignatureInvalid.Code,
    ];

    private static readonly uint[] TrustMatters =
    [
        StatusCode.BadCertificateUntrusted.Code, StatusCode.BadCertificateInvalid.Code, StatusCode.BadCertificateTimeInvalid.Code,
        StatusCode.BadCertificateUriInvalid.Code, StatusCode.BadCertificateChainIncomplete.Code,
        StatusCode.BadCertificateUseNotAllowed.Code,
        StatusCode.BadCertificateRevoked.Code, StatusCode.BadSecurityChecksFailed.Code,
    ];

    public static Failure Of(Exception e) => e switch
    {
        CertificateRefusedException => Failure.NeedsTrust,
        ConnectionLostException lost when TrustMatters.Contains(lost.Status.WithoutInfo.Code) => Failure.NeedsTrust,
        ServiceException service when TrustMatters.Contains(service.Status.WithoutInfo.Code) => Failure.NeedsTrust,
        ServiceException service when Refusals.Contains(service.Status.WithoutInfo.Code) => Failure.Refused,
        _ => Failure.Lost,
    };

    /// <summary>Whether an ActivateSession which failed so means that the old session is of no use, and a new one is to be made.</summary>
    public static bool NeedsNewSession(StatusCode status) => SessionGone.Contains(status.WithoutInfo.Code);

    /// <summary>One line for people, with what to do where that is known.</summary>
    public static string Describe(Exception e) => e switch
    {
        ServiceException s when s.Status.Is(StatusCode.BadUserAccessDenied) || s.Status.Is(StatusCode.BadIdentityTokenRejected)
            => $"the server refused the login, check user and password ({s.Status})",
        ServiceException s when s.Status.Is(StatusCode.BadShutdown) || s.Status.Is(StatusCode.BadServerHalted)
            => $"the server is shutting down or halted ({s.Status}), it will be tried again",
        ServiceException s when s.Status.Is(StatusCode.BadTooManySessions) => "the server has no free session, close another client",
        ConnectionLostException c when Of(c) == Failure.NeedsTrust
            => $"{c.Message}: our certificate has to be trusted on the server",
        _ => e.Message,
    };
}
