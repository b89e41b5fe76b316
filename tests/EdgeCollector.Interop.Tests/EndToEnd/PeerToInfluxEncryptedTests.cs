using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.EndToEnd;

[Trait("Needs", "node-opcua")]
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
public sealed class PeerToInfluxEncryptedTests
{
    [Fact]
    public Task A_minute_over_Basic256Sha256_SignAndEncrypt_with_a_user_gives_the_peers_counts_and_state_seconds() =>
        PeerToInflux.RunAsync(
            new OpcUaPeerOptions { Security = "Basic256Sha256", Anonymous = false }, SiteFile.Encrypted, minorStop: 1);
}
