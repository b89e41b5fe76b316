using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Part 5, 12.6 ServerState.</summary>
internal enum ServerState
{
    Running = 0,
    Failed = 1,
    NoConfiguration = 2,
    Suspended = 3,
    Shutdown = 4,
    Test = 5,
    CommunicationFault = 6,
    Unknown = 7,
}

/// <summary>Part 5, 12.10 ServerStatusDataType: the value of i=2256. SecondsTillShutdown counts in state Shutdown only.</summary>
internal sealed record ServerStatusDataType(
    DateTime StartTime,
    DateTime CurrentTime,
    ServerState State,
    BuildInfo BuildInfo,
    uint SecondsTillShutdown,
    LocalizedText ShutdownReason) : IUaMessage<ServerStatusDataType>
{
    public static uint TypeId => 864;

    public void Encode(ref UaWriter w)
    {
        w.DateTime(StartTime);
        w.DateTime(CurrentTime);
        w.Int32((int)State);
        BuildInfo.Encode(ref w);
        w.UInt32(SecondsTillShutdown);
        w.LocalizedText(ShutdownReason);
    }

    public static ServerStatusDataType Decode(ref UaReader r) => new(
        r.DateTime(), r.DateTime(), (ServerState)r.Int32(), BuildInfo.Decode(ref r), r.UInt32(), r.LocalizedText());
}

/// <summary>Part 5, 12.4 BuildInfo.</summary>
internal sealed record BuildInfo(
    string? ProductUri,
    string? ManufacturerName,
    string? ProductName,
    string? SoftwareVersion,
    string? BuildNumber,
    DateTime BuildDate) : IUaStruct<BuildInfo>
{
    public void Encode(ref UaWriter w)
    {
        w.String(ProductUri);
        w.String(ManufacturerName);
        w.String(ProductName);
        w.String(SoftwareVersion);
        w.String(BuildNumber);
        w.DateTime(BuildDate);
    }

    public static BuildInfo Decode(ref UaReader r) => new(r.String(), r.String(), r.String(), r.String(), r.String(), r.DateTime());
}
