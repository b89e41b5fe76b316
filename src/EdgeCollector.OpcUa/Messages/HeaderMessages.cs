using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, RequestHeader. TimeoutHint is milliseconds, 0 for none.</summary>
internal sealed record RequestHeader(
    NodeId AuthenticationToken,
    DateTime Timestamp,
    uint RequestHandle,
    uint ReturnDiagnostics,
    string? AuditEntryId,
    uint TimeoutHint,
    ExtensionObject? AdditionalHeader) : IUaStruct<RequestHeader>
{
    public void Encode(ref UaWriter w)
    {
        w.NodeId(AuthenticationToken);
        w.DateTime(Timestamp);
        w.UInt32(RequestHandle);
        w.UInt32(ReturnDiagnostics);
        w.String(AuditEntryId);
        w.UInt32(TimeoutHint);
        w.ExtensionObject(AdditionalHeader);
    }

    public static RequestHeader Decode(ref UaReader r) =>
        new(r.NodeId(), r.DateTime(), r.UInt32(), r.UInt32(), r.String(), r.UInt32(), r.ExtensionObject());
}

/// <summary>Part 4, ResponseHeader. Diagnostics index into StringTable.</summary>
internal sealed record ResponseHeader(
    DateTime Timestamp,
    uint RequestHandle,
    StatusCode ServiceResult,
    DiagnosticInfo? ServiceDiagnostics,
    string?[] StringTable,
    ExtensionObject? AdditionalHeader) : IUaStruct<ResponseHeader>
{
    public void Encode(ref UaWriter w)
    {
        w.DateTime(Timestamp);
        w.UInt32(RequestHandle);
        w.StatusCode(ServiceResult);
        w.DiagnosticInfo(ServiceDiagnostics);
        w.StringArray(StringTable);
        w.ExtensionObject(AdditionalHeader);
    }

    public static ResponseHeader Decode(ref UaReader r) =>
        new(r.DateTime(), r.UInt32(), r.StatusCode(), r.DiagnosticInfo(), r.StringArray(), r.ExtensionObject());
}

/// <summary>Part 4, ServiceFault: the answer to any request that failed as a whole.</summary>
internal sealed record ServiceFault(ResponseHeader ResponseHeader) : IUaMessage<ServiceFault>, IResponse
{
    public static uint TypeId => 397;

    public void Encode(ref UaWriter w) => ResponseHeader.Encode(ref w);

    public static ServiceFault Decode(ref UaReader r) => new(ResponseHeader.Decode(ref r));
}
