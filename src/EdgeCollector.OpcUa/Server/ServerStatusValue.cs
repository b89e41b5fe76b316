using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Part 5, 12.10 ServerStatusDataType: the value of i=2256. BuildInfo goes out with empty texts.</summary>
internal sealed record ServerStatusValue(DateTime StartTime, DateTime CurrentTime, int State) : IUaMessage<ServerStatusValue>
{
    private const int TextsOfBuildInfo = 5;

    public static uint TypeId => 864;

    public void Encode(ref UaWriter w)
    {
        w.DateTime(StartTime);
        w.DateTime(CurrentTime);
        w.Int32(State);
        for (var i = 0; i < TextsOfBuildInfo; i++)
        {
            w.String(null);
        }

        w.DateTime(default);
        w.UInt32(0);
        w.LocalizedText(default);
    }

    public static ServerStatusValue Decode(ref UaReader r)
    {
        var status = new ServerStatusValue(r.DateTime(), r.DateTime(), r.Int32());
        for (var i = 0; i < TextsOfBuildInfo; i++)
        {
            r.String();
        }

        r.DateTime();
        r.UInt32();
        r.LocalizedText();
        return status;
    }
}
