using EdgeCollector.OpcUa.Types;

using Xunit;

namespace EdgeCollector.OpcUa.Tests.Types;

public sealed class NodeIdTests
{
    [Theory]
    [InlineData("i=85")]
    [InlineData("i=4294967295")]
    [InlineData("ns=2;s=Line1.State")]
    [InlineData("ns=3;s=\"DB_Line\".\"Counters\"[1].\"Good\"")]
    [InlineData("ns=65535;s=a;b=c;ns=1;i=2")]
    [InlineData("ns=1;g=09087e75-8e5e-499b-954f-f2a9603db28a")]
    [InlineData("ns=1;b=M/RbKBsRVkePCePcx24oRA==")]
    public void Part6_53110_text_form_round_trips(string text)
    {
        Assert.Equal(text, NodeId.Parse(text).ToString());
        Assert.Equal(NodeId.Parse(text), NodeId.Parse(text));
        Assert.Equal(NodeId.Parse(text).GetHashCode(), NodeId.Parse(text).GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("85")]
    [InlineData("i=")]
    [InlineData("i=-1")]
    [InlineData("i=4294967296")]
    [InlineData("ns=2")]
    [InlineData("ns=65536;i=1")]
    [InlineData("ns=-1;i=1")]
    [InlineData("ns=2;x=1")]
    [InlineData("s=")]
    [InlineData("g=123")]
    [InlineData("b=###")]
    [InlineData(" i=85")]
    public void Text_that_is_no_node_id_is_refused_with_the_text_and_the_form(string text)
    {
        Assert.False(NodeId.TryParse(text, out NodeId id));
        Assert.True(id.IsNull);
        FormatException error = Assert.Throws<FormatException>(() => NodeId.Parse(text));
        Assert.Contains($"'{text}' is not a NodeId", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_of_different_kind_namespace_or_value_differ()
    {
        NodeId[] ids = [new(0, 1), new(1, 1), new(0, 2), new(0, "1"), new(0, new byte[] { 1 }), new(0, Guid.Empty), new(0, "")];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(new NodeId(0, new byte[] { 1 }), new NodeId(0, new byte[] { 1 }));
        Assert.True(default(NodeId).IsNull);
        Assert.False(new NodeId(1, 0u).IsNull);
    }

    [Theory]
    [InlineData("nsu=urn:maker:plc;s=\"DB1\".\"x\"")]
    [InlineData("svr=4;nsu=http://maker.example/UA/;i=12")]
    [InlineData("nsu=urn:a%3Bb%25c;s=x")]
    [InlineData("ns=2;s=x;nsu=y")]
    [InlineData("i=84")]
    public void Part6_53111_expanded_text_form_round_trips(string text) => Assert.Equal(text, ExpandedNodeId.Parse(text).ToString());

    [Fact]
    public void A_namespace_uri_resolves_by_the_servers_namespace_array()
    {
        var id = ExpandedNodeId.Parse("nsu=urn:plc;s=State");
        Assert.True(id.TryResolve(["http://opcfoundation.org/UA/", "urn:other", "urn:plc"], out NodeId found));
        Assert.Equal(NodeId.Parse("ns=2;s=State"), found);
        Assert.False(id.TryResolve(["http://opcfoundation.org/UA/"], out _));
        Assert.False(ExpandedNodeId.Parse("svr=1;i=85").TryResolve([], out _));
        Assert.Throws<FormatException>(() => ExpandedNodeId.Parse("nsu=;s=x"));
        Assert.Throws<FormatException>(() => ExpandedNodeId.Parse("svr=x;i=1"));
    }
}
