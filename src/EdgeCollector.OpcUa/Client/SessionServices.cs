using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>The time, start and state of a server at one moment.</summary>
/// <param name="CurrentTime">The server's clock, UTC.</param>
/// <param name="StartTime">When it was started, UTC; a change means a restart.</param>
/// <param name="State">Part 5 12.6: 0 is running.</param>
/// <param name="ClockOffset">The server's clock minus ours, measured at the middle of the round trip.</param>
/// <param name="RoundTrip">How long the question took: twice the error that <paramref name="ClockOffset"/> may have.</param>
public sealed record ServerStatusInfo(DateTime CurrentTime, DateTime StartTime, int State, TimeSpan ClockOffset, TimeSpan RoundTrip);

/// <summary>What users do with a session: any number of operations, split as the server wants it.</summary>
public static class SessionServices
{
    /// <summary>The Value attribute (Part 6, A.1).</summary>
    public const uint ValueAttribute = 13;

    private static readonly string[] States =
        ["Running", "Failed", "NoConfiguration", "Suspended", "Shutdown", "Test", "CommunicationFault", "Unknown"];

    /// <summary>Reads one attribute of each node; a bad node gives a bad status in its place.</summary>
    public static Task<DataValue[]> ReadAsync(
        this Session session, IReadOnlyList<NodeId> nodes, CancellationToken ct, uint attribute = ValueAttribute) =>
        Batches.RunAsync(nodes, session.Operations.NodesPerRead, part => session.ReadAsync(
            Array.ConvertAll(part, n => new ReadValueId(n, attribute, null, default)), TimestampsToReturn.Both, ct));

    /// <summary>Writes values; each gets its own result.</summary>
    public static Task<StatusCode[]> WriteAsync(
        this Session session, IReadOnlyList<(NodeId Node, Variant Value)> values, CancellationToken ct) =>
        Batches.RunAsync(values, session.Operations.NodesPerWrite, part => session.WriteAsync(
            Array.ConvertAll(part, v => new WriteValue(v.Node, ValueAttribute, null, new(v.Value))), ct));

    /// <summary>Follows paths of browse names along hierarchical references; null where a path leads nowhere.</summary>
    public static Task<NodeId?[]> TranslateAsync(
        this Session session, IReadOnlyList<(NodeId Start, QualifiedName[] Path)> paths, CancellationToken ct) =>
        Batches.RunAsync(paths, session.Operations.NodesPerTranslate, async part =>
        {
            var results = await session.TranslateAsync(
                Array.ConvertAll(part, p => new BrowsePath(p.Start, new(Array.ConvertAll(
                    p.Path, name => new RelativePathElement(Browser.HierarchicalReferences, false, true, name))))),
                ct).ConfigureAwait(false);
            return Array.ConvertAll(results, r => r.StatusCode.IsGood && r.Targets is [{ RemainingPathIndex: uint.MaxValue } target, ..]
                && target.TargetId.TryResolve(session.Namespaces, out var node) ? node : (NodeId?)null);
        });

    /// <summary>Reads time, start and state of the server (Part 5 6.3.1).</summary>
    /// <exception cref="ServiceException">The server is not running, or does not say.</exception>
    public static async Task<ServerStatusInfo> ReadServerStatusAsync(this Session session, CancellationToken ct)
    {
        var started = session.Time.GetTimestamp();
        var before = session.Time.GetUtcNow().UtcDateTime;
        var values = await session.ReadAsync([new(0, 2258), new(0, 2257), new(0, 2259)], ct).ConfigureAwait(false);
        var roundTrip = session.Time.GetElapsedTime(started);
        if (!values[0].Value.TryGetDateTime(out var current) || !values[2].Value.TryGetInt64(out var state))
            throw new ServiceException(values[0].StatusCode.IsBad ? values[0].StatusCode : StatusCode.BadNoValue,
                "the server does not tell its time and state");
        if (state != 0)
        {
            throw new ServiceException(
                state == 4 ? StatusCode.BadShutdown : StatusCode.BadServerHalted,
                $"the server is not running but in state {(state is > 0 and < 8 ? States[state] : state)}, it will be tried again");
        }

        values[1].Value.TryGetDateTime(out var start);
        return new(current, start, (int)state, current - (before + (roundTrip / 2)), roundTrip);
    }

    /// <summary>Reads namespaces and operation limits, as after each connection.</summary>
    internal static async Task LearnAsync(this Session session, CancellationToken ct)
    {
        NodeId[] nodes = [new(0, 2255), new(0, 11705), new(0, 11707), new(0, 11710), new(0, 11712), new(0, 11714)];
        var values = await session.ReadAsync(Array.ConvertAll(nodes, n => new ReadValueId(n, ValueAttribute, null, default)),
            TimestampsToReturn.Neither, ct).ConfigureAwait(false);
        if (values.Length != nodes.Length || values[0].Value.Elements is not string?[] namespaces)
            throw new ServiceException(StatusCode.BadNoValue, "the server does not tell its namespaces");

        session.Namespaces = namespaces;
        session.Operations = new(Limit(values[1]), Limit(values[2]), Limit(values[3]), Limit(values[4]), Limit(values[5]));
    }

    private static uint Limit(DataValue value) =>
        value.StatusCode.IsGood && value.Value.TryGetInt64(out var limit) && limit is > 0 and <= uint.MaxValue ? (uint)limit : 0;
}
