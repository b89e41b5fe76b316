namespace EdgeCollector.OpcUa.Types;

/// <content>The codes that the library or its user acts on (Part 4, 7.39.2; Part 6, A.2). All others print as hex.</content>
public readonly partial record struct StatusCode
{
    // severity
    public static StatusCode Good => new(0x0000_0000);
    public static StatusCode Uncertain => new(0x4000_0000);
    public static StatusCode Bad => new(0x8000_0000);

    // service and encoding
    public static StatusCode BadUnexpectedError => new(0x8001_0000);
    public static StatusCode BadInternalError => new(0x8002_0000);
    public static StatusCode BadOutOfMemory => new(0x8003_0000);
    public static StatusCode BadResourceUnavailable => new(0x8004_0000);
    public static StatusCode BadCommunicationError => new(0x8005_0000);
    public static StatusCode BadEncodingError => new(0x8006_0000);
    public static StatusCode BadDecodingError => new(0x8007_0000);
    public static StatusCode BadEncodingLimitsExceeded => new(0x8008_0000);
    public static StatusCode BadRequestTooLarge => new(0x80B8_0000);
    public static StatusCode BadResponseTooLarge => new(0x80B9_0000);
    public static StatusCode BadUnknownResponse => new(0x8009_0000);
    public static StatusCode BadTimeout => new(0x800A_0000);
    public static StatusCode BadServiceUnsupported => new(0x800B_0000);
    public static StatusCode BadShutdown => new(0x800C_0000);
    public static StatusCode BadServerNotConnected => new(0x800D_0000);
    public static StatusCode BadServerHalted => new(0x800E_0000);
    public static StatusCode BadServerTooBusy => new(0x80EE_0000);
    public static StatusCode BadNothingToDo => new(0x800F_0000);
    public static StatusCode BadTooManyOperations => new(0x8010_0000);
    public static StatusCode BadTooManyMonitoredItems => new(0x80DB_0000);

    // security
    public static StatusCode BadCertificateInvalid => new(0x8012_0000);
    public static StatusCode BadCertificateTimeInvalid => new(0x8014_0000);
    public static StatusCode BadCertificateHostNameInvalid => new(0x8016_0000);
    public static StatusCode BadCertificateUriInvalid => new(0x8017_0000);
    public static StatusCode BadCertificateUseNotAllowed => new(0x8018_0000);
    public static StatusCode BadCertificateUntrusted => new(0x801A_0000);
    public static StatusCode BadCertificateRevoked => new(0x801D_0000);
    public static StatusCode BadCertificateChainIncomplete => new(0x810D_0000);
    public static StatusCode BadSecurityChecksFailed => new(0x8013_0000);
    public static StatusCode BadSecurityModeRejected => new(0x8054_0000);
    public static StatusCode BadSecurityPolicyRejected => new(0x8055_0000);
    public static StatusCode BadSecurityModeInsufficient => new(0x80E6_0000);
    public static StatusCode BadNonceInvalid => new(0x8024_0000);
    public static StatusCode BadApplicationSignatureInvalid => new(0x8058_0000);
    public static StatusCode BadUserSignatureInvalid => new(0x8057_0000);

    // identity
    public static StatusCode BadUserAccessDenied => new(0x801F_0000);
    public static StatusCode BadIdentityTokenInvalid => new(0x8020_0000);
    public static StatusCode BadIdentityTokenRejected => new(0x8021_0000);
    public static StatusCode BadIdentityChangeNotSupported => new(0x80C6_0000);

    // secure channel
    public static StatusCode BadSecureChannelIdInvalid => new(0x8022_0000);
    public static StatusCode BadSecureChannelClosed => new(0x8086_0000);
    public static StatusCode BadSecureChannelTokenUnknown => new(0x8087_0000);
    public static StatusCode BadSequenceNumberInvalid => new(0x8088_0000);
    public static StatusCode BadProtocolVersionUnsupported => new(0x80BE_0000);
    public static StatusCode BadRequestTypeInvalid => new(0x8053_0000);
    public static StatusCode BadInvalidTimestamp => new(0x8023_0000);

    // session
    public static StatusCode BadSessionIdInvalid => new(0x8025_0000);
    public static StatusCode BadSessionClosed => new(0x8026_0000);
    public static StatusCode BadSessionNotActivated => new(0x8027_0000);
    public static StatusCode BadTooManySessions => new(0x8056_0000);
    public static StatusCode BadRequestHeaderInvalid => new(0x802A_0000);
    public static StatusCode BadRequestCancelledByClient => new(0x802C_0000);
    public static StatusCode BadRequestTimeout => new(0x8085_0000);
    public static StatusCode BadRequestInterrupted => new(0x8084_0000);
    public static StatusCode BadServerUriInvalid => new(0x804F_0000);

    // subscription
    public static StatusCode BadSubscriptionIdInvalid => new(0x8028_0000);
    public static StatusCode BadNoSubscription => new(0x8079_0000);
    public static StatusCode BadTooManySubscriptions => new(0x8077_0000);
    public static StatusCode BadTooManyPublishRequests => new(0x8078_0000);
    public static StatusCode BadMessageNotAvailable => new(0x807B_0000);
    public static StatusCode BadSequenceNumberUnknown => new(0x807A_0000);
    public static StatusCode GoodSubscriptionTransferred => new(0x002D_0000);
    public static StatusCode GoodRetransmissionQueueNotSupported => new(0x00DF_0000);
    public static StatusCode GoodOverload => new(0x002F_0000);
    public static StatusCode GoodCallAgain => new(0x00A9_0000);

    // monitored item
    public static StatusCode BadTimestampsToReturnInvalid => new(0x802B_0000);
    public static StatusCode BadMonitoringModeInvalid => new(0x8041_0000);
    public static StatusCode BadMonitoredItemIdInvalid => new(0x8042_0000);
    public static StatusCode BadMonitoredItemFilterInvalid => new(0x8043_0000);
    public static StatusCode BadMonitoredItemFilterUnsupported => new(0x8044_0000);
    public static StatusCode BadFilterNotAllowed => new(0x8045_0000);
    public static StatusCode BadDeadbandFilterInvalid => new(0x808E_0000);

    // attribute
    public static StatusCode BadNodeIdInvalid => new(0x8033_0000);
    public static StatusCode BadNodeIdUnknown => new(0x8034_0000);
    public static StatusCode BadAttributeIdInvalid => new(0x8035_0000);
    public static StatusCode BadIndexRangeInvalid => new(0x8036_0000);
    public static StatusCode BadIndexRangeNoData => new(0x8037_0000);
    public static StatusCode BadDataEncodingInvalid => new(0x8038_0000);
    public static StatusCode BadDataEncodingUnsupported => new(0x8039_0000);
    public static StatusCode BadNotReadable => new(0x803A_0000);
    public static StatusCode BadNotWritable => new(0x803B_0000);
    public static StatusCode BadWriteNotSupported => new(0x8073_0000);
    public static StatusCode BadTypeMismatch => new(0x8074_0000);
    public static StatusCode BadOutOfRange => new(0x803C_0000);
    public static StatusCode BadNotSupported => new(0x803D_0000);
    public static StatusCode BadNotFound => new(0x803E_0000);
    public static StatusCode BadNotImplemented => new(0x8040_0000);
    public static StatusCode BadNoMatch => new(0x806F_0000);
    public static StatusCode BadMaxAgeInvalid => new(0x8070_0000);
    public static StatusCode BadInvalidArgument => new(0x80AB_0000);
    public static StatusCode BadInvalidState => new(0x80AF_0000);

    // view
    public static StatusCode BadContinuationPointInvalid => new(0x804A_0000);
    public static StatusCode BadNoContinuationPoints => new(0x804B_0000);
    public static StatusCode BadReferenceTypeIdInvalid => new(0x804C_0000);
    public static StatusCode BadBrowseDirectionInvalid => new(0x804D_0000);
    public static StatusCode BadBrowseNameInvalid => new(0x8060_0000);
    public static StatusCode BadViewIdUnknown => new(0x806B_0000);
    public static StatusCode UncertainNotAllNodesAvailable => new(0x40C0_0000);
    public static StatusCode UncertainReferenceOutOfServer => new(0x406C_0000);
    public static StatusCode GoodResultsMayBeIncomplete => new(0x00BA_0000);

    // bad value
    public static StatusCode BadNoCommunication => new(0x8031_0000);
    public static StatusCode BadWaitingForInitialData => new(0x8032_0000);
    public static StatusCode BadStateNotActive => new(0x80BF_0000);
    public static StatusCode BadConfigurationError => new(0x8089_0000);
    public static StatusCode BadNotConnected => new(0x808A_0000);
    public static StatusCode BadDeviceFailure => new(0x808B_0000);
    public static StatusCode BadSensorFailure => new(0x808C_0000);
    public static StatusCode BadOutOfService => new(0x808D_0000);
    public static StatusCode BadNoValue => new(0x80F0_0000);
    public static StatusCode BadDataUnavailable => new(0x809E_0000);
    public static StatusCode BadDataLost => new(0x809D_0000);

    // uncertain and local value
    public static StatusCode UncertainNoCommunicationLastUsableValue => new(0x408F_0000);
    public static StatusCode UncertainLastUsableValue => new(0x4090_0000);
    public static StatusCode UncertainSubstituteValue => new(0x4091_0000);
    public static StatusCode UncertainInitialValue => new(0x4092_0000);
    public static StatusCode UncertainSensorNotAccurate => new(0x4093_0000);
    public static StatusCode UncertainEngineeringUnitsExceeded => new(0x4094_0000);
    public static StatusCode UncertainSubNormal => new(0x4095_0000);
    public static StatusCode UncertainSimulatedValue => new(0x4209_0000);
    public static StatusCode GoodLocalOverride => new(0x0096_0000);
    public static StatusCode GoodClamped => new(0x0030_0000);

    // transport
    public static StatusCode BadTcpServerTooBusy => new(0x807D_0000);
    public static StatusCode BadTcpMessageTypeInvalid => new(0x807E_0000);
    public static StatusCode BadTcpSecureChannelUnknown => new(0x807F_0000);
    public static StatusCode BadTcpMessageTooLarge => new(0x8080_0000);
    public static StatusCode BadTcpNotEnoughResources => new(0x8081_0000);
    public static StatusCode BadTcpInternalError => new(0x8082_0000);
    public static StatusCode BadTcpEndpointUrlInvalid => new(0x8083_0000);
    public static StatusCode BadConnectionRejected => new(0x80AC_0000);
    public static StatusCode BadDisconnect => new(0x80AD_0000);
    public static StatusCode BadConnectionClosed => new(0x80AE_0000);
    public static StatusCode BadEndOfStream => new(0x80B0_0000);
    public static StatusCode BadMaxConnectionsReached => new(0x80B7_0000);

    private static string? NameOf(uint code) => code switch
    {
        0x0000_0000 => nameof(Good),
        0x4000_0000 => nameof(Uncertain),
        0x8000_0000 => nameof(Bad),
        0x8001_0000 => nameof(BadUnexpectedError),
        0x8002_0000 => nameof(BadInternalError),
        0x8003_0000 => nameof(BadOutOfMemory),
        0x8004_0000 => nameof(BadResourceUnavailable),
        0x8005_0000 => nameof(BadCommunicationError),
        0x8006_0000 => nameof(BadEncodingError),
        0x8007_0000 => nameof(BadDecodingError),
        0x8008_0000 => nameof(BadEncodingLimitsExceeded),
        0x80B8_0000 => nameof(BadRequestTooLarge),
        0x80B9_0000 => nameof(BadResponseTooLarge),
        0x8009_0000 => nameof(BadUnknownResponse),
        0x800A_0000 => nameof(BadTimeout),
        0x800B_0000 => nameof(BadServiceUnsupported),
        0x800C_0000 => nameof(BadShutdown),
        0x800D_0000 => nameof(BadServerNotConnected),
        0x800E_0000 => nameof(BadServerHalted),
        0x80EE_0000 => nameof(BadServerTooBusy),
        0x800F_0000 => nameof(BadNothingToDo),
        0x8010_0000 => nameof(BadTooManyOperations),
        0x80DB_0000 => nameof(BadTooManyMonitoredItems),
        0x8012_0000 => nameof(BadCertificateInvalid),
        0x8014_0000 => nameof(BadCertificateTimeInvalid),
        0x8016_0000 => nameof(BadCertificateHostNameInvalid),
        0x8017_0000 => nameof(BadCertificateUriInvalid),
        0x8018_0000 => nameof(BadCertificateUseNotAllowed),
        0x801A_0000 => nameof(BadCertificateUntrusted),
        0x801D_0000 => nameof(BadCertificateRevoked),
        0x810D_0000 => nameof(BadCertificateChainIncomplete),
        0x8013_0000 => nameof(BadSecurityChecksFailed),
        0x8054_0000 => nameof(BadSecurityModeRejected),
        0x8055_0000 => nameof(BadSecurityPolicyRejected),
        0x80E6_0000 => nameof(BadSecurityModeInsufficient),
        0x8024_0000 => nameof(BadNonceInvalid),
        0x8058_0000 => nameof(BadApplicationSignatureInvalid),
        0x8057_0000 => nameof(BadUserSignatureInvalid),
        0x801F_0000 => nameof(BadUserAccessDenied),
        0x8020_0000 => nameof(BadIdentityTokenInvalid),
        0x8021_0000 => nameof(BadIdentityTokenRejected),
        0x80C6_0000 => nameof(BadIdentityChangeNotSupported),
        0x8022_0000 => nameof(BadSecureChannelIdInvalid),
        0x8086_0000 => nameof(BadSecureChannelClosed),
        0x8087_0000 => nameof(BadSecureChannelTokenUnknown),
        0x8088_0000 => nameof(BadSequenceNumberInvalid),
        0x80BE_0000 => nameof(BadProtocolVersionUnsupported),
        0x8053_0000 => nameof(BadRequestTypeInvalid),
        0x8023_0000 => nameof(BadInvalidTimestamp),
        0x8025_0000 => nameof(BadSessionIdInvalid),
        0x8026_0000 => nameof(BadSessionClosed),
        0x8027_0000 => nameof(BadSessionNotActivated),
        0x8056_0000 => nameof(BadTooManySessions),
        0x802A_0000 => nameof(BadRequestHeaderInvalid),
        0x802C_0000 => nameof(BadRequestCancelledByClient),
        0x8085_0000 => nameof(BadRequestTimeout),
        0x8084_0000 => nameof(BadRequestInterrupted),
        0x804F_0000 => nameof(BadServerUriInvalid),
        0x8028_0000 => nameof(BadSubscriptionIdInvalid),
        0x8079_0000 => nameof(BadNoSubscription),
        0x8077_0000 => nameof(BadTooManySubscriptions),
        0x8078_0000 => nameof(BadTooManyPublishRequests),
        0x807B_0000 => nameof(BadMessageNotAvailable),
        0x807A_0000 => nameof(BadSequenceNumberUnknown),
        0x002D_0000 => nameof(GoodSubscriptionTransferred),
        0x00DF_0000 => nameof(GoodRetransmissionQueueNotSupported),
        0x002F_0000 => nameof(GoodOverload),
        0x00A9_0000 => nameof(GoodCallAgain),
        0x802B_0000 => nameof(BadTimestampsToReturnInvalid),
        0x8041_0000 => nameof(BadMonitoringModeInvalid),
        0x8042_0000 => nameof(BadMonitoredItemIdInvalid),
        0x8043_0000 => nameof(BadMonitoredItemFilterInvalid),
        0x8044_0000 => nameof(BadMonitoredItemFilterUnsupported),
        0x8045_0000 => nameof(BadFilterNotAllowed),
        0x808E_0000 => nameof(BadDeadbandFilterInvalid),
        0x8033_0000 => nameof(BadNodeIdInvalid),
        0x8034_0000 => nameof(BadNodeIdUnknown),
        0x8035_0000 => nameof(BadAttributeIdInvalid),
        0x8036_0000 => nameof(BadIndexRangeInvalid),
        0x8037_0000 => nameof(BadIndexRangeNoData),
        0x8038_0000 => nameof(BadDataEncodingInvalid),
        0x8039_0000 => nameof(BadDataEncodingUnsupported),
        0x803A_0000 => nameof(BadNotReadable),
        0x803B_0000 => nameof(BadNotWritable),
        0x8073_0000 => nameof(BadWriteNotSupported),
        0x8074_0000 => nameof(BadTypeMismatch),
        0x803C_0000 => nameof(BadOutOfRange),
        0x803D_0000 => nameof(BadNotSupported),
        0x803E_0000 => nameof(BadNotFound),
        0x8040_0000 => nameof(BadNotImplemented),
        0x806F_0000 => nameof(BadNoMatch),
        0x8070_0000 => nameof(BadMaxAgeInvalid),
        0x80AB_0000 => nameof(BadInvalidArgument),
        0x80AF_0000 => nameof(BadInvalidState),
        0x804A_0000 => nameof(BadContinuationPointInvalid),
        0x804B_0000 => nameof(BadNoContinuationPoints),
        0x804C_0000 => nameof(BadReferenceTypeIdInvalid),
        0x804D_0000 => nameof(BadBrowseDirectionInvalid),
        0x8060_0000 => nameof(BadBrowseNameInvalid),
        0x806B_0000 => nameof(BadViewIdUnknown),
        0x40C0_0000 => nameof(UncertainNotAllNodesAvailable),
        0x406C_0000 => nameof(UncertainReferenceOutOfServer),
        0x00BA_0000 => nameof(GoodResultsMayBeIncomplete),
        0x8031_0000 => nameof(BadNoCommunication),
        0x8032_0000 => nameof(BadWaitingForInitialData),
        0x80BF_0000 => nameof(BadStateNotActive),
        0x8089_0000 => nameof(BadConfigurationError),
        0x808A_0000 => nameof(BadNotConnected),
        0x808B_0000 => nameof(BadDeviceFailure),
        0x808C_0000 => nameof(BadSensorFailure),
        0x808D_0000 => nameof(BadOutOfService),
        0x80F0_0000 => nameof(BadNoValue),
        0x809E_0000 => nameof(BadDataUnavailable),
        0x809D_0000 => nameof(BadDataLost),
        0x408F_0000 => nameof(UncertainNoCommunicationLastUsableValue),
        0x4090_0000 => nameof(UncertainLastUsableValue),
        0x4091_0000 => nameof(UncertainSubstituteValue),
        0x4092_0000 => nameof(UncertainInitialValue),
        0x4093_0000 => nameof(UncertainSensorNotAccurate),
        0x4094_0000 => nameof(UncertainEngineeringUnitsExceeded),
        0x4095_0000 => nameof(UncertainSubNormal),
        0x4209_0000 => nameof(UncertainSimulatedValue),
        0x0096_0000 => nameof(GoodLocalOverride),
        0x0030_0000 => nameof(GoodClamped),
        0x807D_0000 => nameof(BadTcpServerTooBusy),
        0x807E_0000 => nameof(BadTcpMessageTypeInvalid),
        0x807F_0000 => nameof(BadTcpSecureChannelUnknown),
        0x8080_0000 => nameof(BadTcpMessageTooLarge),
        0x8081_0000 => nameof(BadTcpNotEnoughResources),
        0x8082_0000 => nameof(BadTcpInternalError),
        0x8083_0000 => nameof(BadTcpEndpointUrlInvalid),
        0x80AC_0000 => nameof(BadConnectionRejected),
        0x80AD_0000 => nameof(BadDisconnect),
        0x80AE_0000 => nameof(BadConnectionClosed),
        0x80B0_0000 => nameof(BadEndOfStream),
        0x80B7_0000 => nameof(BadMaxConnectionsReached),
        _ => null,
    };
}
