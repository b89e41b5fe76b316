using EdgeCollector.Core.Lines;
using EdgeCollector.Mqtt;
using Xunit;

namespace EdgeCollector.Tests.Mqtt;

public sealed class TopicSchemeTests
{
    [Fact]
    public void Topics_are_the_documented_tree()
    {
        var topics = new TopicScheme("umh/v1", "acme", "eindhoven", "edge-line1");

        Assert.Equal(
            "umh/v1/acme/eindhoven/packaging/line1/filler1", topics.Machine(new("acme", "eindhoven", "packaging", "line1", "filler1")));
        Assert.Equal("umh/v1/acme/eindhoven/packaging/line1", topics.Machine(new SitePath("acme", "eindhoven", "packaging", "line1", "")));
        Assert.Equal("umh/v1/acme/eindhoven/_edge_v1/edge-line1/status", topics.Status);
        Assert.Equal("umh/v1/acme/eindhoven/_edge_v1/edge-line1/lp/raw", topics.RawLines);
        Assert.Equal("umh/v1/acme/eindhoven/_edge_v1/edge-line1/ack", topics.Ack);
        Assert.Equal("umh/v1/acme/eindhoven/_edge_v1/+/lp/+", topics.LinesFilter(allNodes: true));
    }

    [Theory]
    [InlineData("umh/#", "acme", "s", "n", "uns.root")]
    [InlineData("umh//v1", "acme", "s", "n", "uns.root")]
    [InlineData("umh/v1", "Acme", "s", "n", "uns.enterprise")]
    [InlineData("umh/v1", "acme", "a+b", "n", "uns.site")]
    [InlineData("umh/v1", "acme", "s", "a/b", "node.name")]
    [InlineData("umh/v1", "acme", "s", "", "node.name")]
    [InlineData("umh/v1", "acme", "s", "n\n", "node.name")]
    [InlineData("umh/v1", "$sys", "s", "n", "uns.enterprise")]
    public void A_level_that_is_none_is_named(string root, string enterprise, string site, string node, string key) =>
        Assert.StartsWith(key, Assert.Throws<ArgumentException>(() => new TopicScheme(root, enterprise, site, node)).Message);
}
