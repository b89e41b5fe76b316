using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Server;
using EdgeCollector.OpcUa.Types;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Server;

public sealed class AddressSpaceTests : IAsyncLifetime
{
    private static readonly NodeId Hierarchical = new(0, 33u);
    private readonly TestServer _server = new();
    private TestClient _client = null!;

    public async ValueTask InitializeAsync() => _client = await _server.ConnectAsync();

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Browsing_in_small_parts_gives_the_same_as_browsing_at_once()
    {
        var whole = (await BrowseAsync(_server.Machine.Id, Hierarchical, 0)).References;
        Assert.Equal(["State", "Count", "Speed"], whole.Select(r => r.BrowseName.Name));

        var part = await BrowseAsync(_server.Machine.Id, Hierarchical, 2);
        Assert.Equal(2, part.References.Length);
        var rest = Assert.Single((await BrowseNextAsync(part.ContinuationPoint)).Results);
        Assert.Equal("Speed", Assert.Single(rest.References).BrowseName.Name);
        Assert.Null(rest.ContinuationPoint);
        var used = Assert.Single((await BrowseNextAsync(part.ContinuationPoint)).Results);
        Assert.Equal(StatusCode.BadContinuationPointInvalid, used.StatusCode);
    }

    [Theory]
    [InlineData(33u, true, 3)]
    [InlineData(47u, false, 3)]
    [InlineData(35u, true, 0)]
    [InlineData(33u, false, 0)]
    [InlineData(40u, true, 1)]
    [InlineData(31u, true, 4)]
    public async Task Only_references_of_the_type_asked_for_are_given(uint type, bool includeSubtypes, int count) =>
        Assert.Equal(count, (await BrowseAsync(_server.Machine.Id, new(0, type), 0, includeSubtypes)).References.Length);

    [Fact]
    public async Task Inverse_browsing_leads_back_to_Objects()
    {
        var up = await BrowseAsync(_server.Machine.Id, Hierarchical, 0, direction: BrowseDirection.Inverse);
        Assert.Equal(new(0, 85u), Assert.Single(up.References).NodeId.NodeId);
        Assert.False(up.References[0].IsForward);
    }

    [Fact]
    public async Task A_path_of_names_leads_to_the_node_and_a_wrong_name_nowhere()
    {
        var translated = await _client.SendAsync<TranslateBrowsePathsToNodeIdsRequest, TranslateBrowsePathsToNodeIdsResponse>(
            new(_client.Header(), [Path("Machine", "Count"), Path("Machine", "Nothing")]));
        Assert.Equal(new(1, "Machine.Count"), translated.Results[0].Targets[0].TargetId.NodeId);
        Assert.Equal(StatusCode.BadNoMatch, translated.Results[1].StatusCode);

        static BrowsePath Path(params string[] names) =>
            new(new(0, 85u), new([.. names.Select(n => new RelativePathElement(Hierarchical, false, true, new(1, n)))]));
    }

    [Fact]
    public async Task Each_node_read_answers_for_itself()
    {
        var read = await _client.SendAsync<ReadRequest, ReadResponse>(new(_client.Header(), 0, TimestampsToReturn.Source,
        [
            new(_server.Count.Id, 13, null, default), new(_server.Count.Id, 14, null, default), new(_server.Machine.Id, 13, null, default),
            new(new(1, "Nothing"), 13, null, default), new(_server.Count.Id, 13, "0:1", default),
        ]));
        Assert.Equal(Variant.Of(0), read.Results[0].Value);
        Assert.Equal(default, read.Results[0].ServerTimestamp);
        Assert.Equal(TestServer.Start, read.Results[0].SourceTimestamp);
        Assert.Equal(Variant.Of(new NodeId(0, 6u)), read.Results[1].Value);
        Assert.Equal(
            [StatusCode.BadAttributeIdInvalid, StatusCode.BadNodeIdUnknown, StatusCode.BadIndexRangeNoData],
            read.Results.Skip(2).Select(r => r.StatusCode));
    }

    [Fact]
    public async Task Only_a_writable_node_takes_a_value_and_only_of_its_type()
    {
        var written = await _client.SendAsync<WriteRequest, WriteResponse>(new(_client.Header(),
        [
            new(_server.Speed.Id, 13, null, new(Variant.Of(40.0))), new(_server.Speed.Id, 13, null, new(Variant.Of(40))),
            new(_server.Count.Id, 13, null, new(Variant.Of(1))),
        ]));
        Assert.Equal([StatusCode.Good, StatusCode.BadTypeMismatch, StatusCode.BadNotWritable], written.Results);
        Assert.Equal(Variant.Of(40.0), _server.Speed.Value.Value);
    }

    [Fact]
    public async Task ServerStatus_is_the_structure_that_its_parts_show()
    {
        var read = await _client.SendAsync<ReadRequest, ReadResponse>(
            new(_client.Header(), 0, TimestampsToReturn.Both, [new(new(0, 2256u), 13, null, default)]));
        var body = (ExtensionObject)read.Results[0].Value.Value!;
        Assert.True(body.TryDecode<ServerStatusDataType>(EncodingLimits.Default, out var status));
        Assert.Equal((TestServer.Start, TestServer.Start, ServerState.Running), (status.StartTime, status.CurrentTime, status.State));
    }

    [Fact]
    public async Task Nothing_to_do_and_too_much_to_do_are_refused_as_a_whole()
    {
        var nothing = await Assert.ThrowsAsync<ServiceException>(() => ReadAsync(0));
        Assert.Equal(StatusCode.BadNothingToDo, nothing.Status);
        var tooMuch = await Assert.ThrowsAsync<ServiceException>(() => ReadAsync((int)AddressSpace.MaxOperations + 1));
        Assert.Equal(StatusCode.BadTooManyOperations, tooMuch.Status);

        Task<ReadResponse> ReadAsync(int count) => _client.SendAsync<ReadRequest, ReadResponse>(new(
            _client.Header(), 0, TimestampsToReturn.Both,
            [.. Enumerable.Repeat(new ReadValueId(_server.Count.Id, 13, null, default), count)]));
    }

    private async Task<BrowseResult> BrowseAsync(
        NodeId node, NodeId type, uint max, bool includeSubtypes = true, BrowseDirection direction = BrowseDirection.Forward)
    {
        var response = await _client.SendAsync<BrowseRequest, BrowseResponse>(
            new(_client.Header(), new(default, default, 0), max, [new(node, direction, type, includeSubtypes, 0, 63)]));
        return Assert.Single(response.Results);
    }

    private Task<BrowseNextResponse> BrowseNextAsync(byte[]? point) =>
        _client.SendAsync<BrowseNextRequest, BrowseNextResponse>(new(_client.Header(), false, [point]));
}
