using EdgeCollector.OpcUa.Server;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.Demo;

/// <summary>
/// A <see cref="SimulatedFiller"/> behind a real OPC UA server on loopback, with the names of PackTags: node ids such as
/// <c>nsu=urn:edgecollector:demo;s=Filler1.Status.StateCurrent</c>. Source times are the simulation's.
/// </summary>
internal sealed class FillerServer : IAsyncDisposable
{
    /// <summary>URI of the namespace of its nodes.</summary>
    public const string NamespaceUri = "urn:edgecollector:demo";

    private readonly Dictionary<FillerSignal, (UaNode Node, Func<double, Variant> Of)> _nodes;
    private readonly UaServer _server;

    /// <param name="name">Name of the machine and of its object, such as Filler1.</param>
    /// <param name="machineTime">The clock of the machine: what clients see as CurrentTime.</param>
    /// <param name="protocolTime">The clock of publishing intervals and time-outs.</param>
    public FillerServer(string name, TimeProvider machineTime, TimeProvider protocolTime)
    {
        var space = new AddressSpace(NamespaceUri, machineTime);
        var machine = space.AddObject(space.Objects, name);
        var status = space.AddObject(machine, "Status");
        var interlock = space.AddObject(status, "EquipmentInterlock");
        var admin = space.AddObject(machine, "Admin");
        _nodes = new()
        {
            [FillerSignal.State] = Node(status, "StateCurrent", Integer),
            [FillerSignal.Mode] = Node(status, "UnitModeCurrent", Integer),
            [FillerSignal.Speed] = Node(status, "CurMachSpeed", Variant.Of),
            [FillerSignal.Starved] = Node(interlock, "Starved", Boolean),
            [FillerSignal.Blocked] = Node(interlock, "Blocked", Boolean),
            [FillerSignal.Processed] = Node(admin, "ProdProcessedCount", Integer),
            [FillerSignal.Reject] = Node(admin, "ProdDefectiveCount", Integer),
            [FillerSignal.StopReason] = Node(admin, "StopReason", Integer),
            [FillerSignal.Good] = Node(machine, "Good", Integer),
            [FillerSignal.Temperature] = Node(machine, "Temperature", Variant.Of),
        };
        space.AddVariable(status, "MachDesignSpeed", Variant.Of(60_000.0 / SimulatedFiller.IdealCycle));
        _server = new(space, name, protocolTime);

        (UaNode Node, Func<double, Variant> Of) Node(UaNode parent, string node, Func<double, Variant> of) =>
            (space.AddVariable(parent, node, of(0)), of);

        static Variant Integer(double value) => Variant.Of((int)value);

        static Variant Boolean(double value) => Variant.Of(value != 0);
    }

    /// <summary>Where it listens, once started.</summary>
    public string EndpointUrl => _server.EndpointUrl;

    /// <summary>Listens on loopback; port 0 takes a free one.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public void Start(int port) => _server.Start(port);

    /// <summary>Shows the changes one by one, in their order, so that monitored items queue each of them.</summary>
    public void Publish(IReadOnlyList<FillerChange> changes)
    {
        foreach (var change in changes)
        {
            var (node, of) = _nodes[change.Signal];
            node.Set(of(change.Value), DateTime.UnixEpoch.AddMilliseconds(change.At));
        }
    }

    /// <summary>Cuts every client's connection, as a pulled cable does.</summary>
    public int DropConnections() => _server.DropConnections();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
