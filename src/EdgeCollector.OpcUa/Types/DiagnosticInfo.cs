namespace EdgeCollector.OpcUa.Types;

/// <summary>
/// A server's diagnostics of one operation (Part 4, 7.12). The four numbers are indexes into the response's string table; -1 means none.
/// </summary>
public sealed record DiagnosticInfo(
    int SymbolicId,
    int NamespaceUri,
    int Locale,
    int LocalizedText,
    string? AdditionalInfo,
    StatusCode InnerStatusCode,
    DiagnosticInfo? InnerDiagnosticInfo);
