using EdgeCollector.OpcUa.Security;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Security;

public sealed class KeyDerivationTests
{
    /// <summary>The widely used TLS 1.2 PRF vector for SHA-256; the PRF's label and seed are P_SHA256's seed.</summary>
    [Fact]
    public void Part6_675_P_SHA256_gives_the_known_answer()
    {
        var secret = Convert.FromHexString("9bbe436ba940f017b17652849a71db35");
        byte[] seed = [.. "test label"u8, .. Convert.FromHexString("a0ba9f936cda311827a6f796ffd5198c")];
        var output = new byte[100];
        KeyDerivation.PSha256(secret, seed, output);
        Assert.Equal(
            "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af"
            + "0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66",
            Convert.ToHexStringLower(output));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(80)]
    public void A_shorter_output_is_the_start_of_a_longer_one(int length)
    {
        byte[] full = new byte[200], part = new byte[length];
        KeyDerivation.PSha256([1, 2, 3], [4, 5], full);
        KeyDerivation.PSha256([1, 2, 3], [4, 5], part);
        Assert.Equal(full[..length], part);
    }
}
