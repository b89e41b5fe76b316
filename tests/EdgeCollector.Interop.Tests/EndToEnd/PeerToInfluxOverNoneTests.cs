using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.EndToEnd;

[Trait("Needs", "node-opcua")]
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
public sealed class PeerToInfluxOverNoneTests
{
    [Fact]
    public Task A_minute_with_a_reset_and_rejects_gives_the_peers_counts_and_state_seconds() =>
        PeerToInflux.RunAsync(new OpcUaPeerOptions(), SiteFile.NoSecurity, minorStop: 3);
}
