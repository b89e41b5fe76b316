using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>
/// The nodes of a server, in memory: Root, Objects, the Server object as far as clients ask for it (Part 5, 6.3.1), and what the
/// owner adds in namespace 1. One gate guards nodes and queues.
/// </summary>
public sealed class AddressSpace
{
    internal static readonly NodeId FolderType = new(0, 61u);
    private static readonly NodeId BaseObjectType = new(0, 58u);
    private static readonly NodeId BaseDataVariableType = new(0, 63u);
    internal static readonly NodeId PropertyType = new(0, 68u);
    private static readonly NodeId ServerStatusType = new(0, 2138u);
    private readonly Dictionary<NodeId, UaNode> _nodes = [];
    private readonly TimeProvider _time;

    /// <param name="namespaceUri">URI of namespace 1, where the owner's nodes live.</param>
    /// <param name="time">The clock that clients see as CurrentTime and as server timestamps.</param>
    public AddressSpace(string namespaceUri, TimeProvider time)
    {
        _time = time;
        NamespaceUri = namespaceUri;
        var root = AddObject(null, new(0, 84u), new(0, "Root"), FolderType);
        Objects = AddObject(root, new(0, 85u), new(0, "Objects"), FolderType);
        var server = AddObject(Objects, new(0, 2253u), new(0, "Server"), new(0, 2004u));
        StartTime = Now;
        Property(server, 2254, "ServerArray", () => Variant.OfArray<string?>([ApplicationUri]));
        Property(server, 2255, "NamespaceArray", () => Variant.OfArray<string?>(["http://opcfoundation.org/UA/", NamespaceUri]));
        Property(server, 2267, "ServiceLevel", () => Variant.Of((byte)255));
        var build = new BuildInfo("urn:edgecollector", "EdgeCollector", null, null, null, default);
        var status = Computed(server, 2256, "ServerStatus", ServerStatusType, () => Variant.Of(
            ExtensionObject.Of(new ServerStatusDataType(StartTime, Now, State, build, 0, default))));
        Computed(status, 2257, "StartTime", BaseDataVariableType, () => Variant.Of(StartTime));
        Computed(status, 2258, "CurrentTime", BaseDataVariableType, () => Variant.Of(Now));
        Computed(status, 2259, "State", BaseDataVariableType, () => Variant.Of((int)State));
        var capabilities = AddObject(server, new(0, 2268u), new(0, "ServerCapabilities"), new(0, 2013u));
        var limits = AddObject(capabilities, new(0, 11704u), new(0, "OperationLimits"), new(0, 11564u));
        foreach (var (id, name) in (ReadOnlySpan<(uint, string)>)
        [
            (11705, "MaxNodesPerRead"), (11707, "MaxNodesPerWrite"), (11710, "MaxNodesPerBrowse"),
            (11712, "MaxNodesPerTranslateBrowsePathsToNodeIds"), (11714, "MaxMonitoredItemsPerCall"),
        ])
        {
            Property(limits, id, name, () => Variant.Of(MaxOperations));
        }
    }

    /// <summary>Operations per call that the server takes.</summary>
    public const uint MaxOperations = 1000;

    public string NamespaceUri { get; }

    /// <summary>The Objects folder.</summary>
    public UaNode Objects { get; }

    /// <summary>When the server was started, UTC; a client takes a change for a restart.</summary>
    internal DateTime StartTime { get; set; }

    /// <summary>Part 5, 12.6 ServerState, as read from i=2259: 0 is Running.</summary>
    internal ServerState State { get; set; }

    internal string ApplicationUri { get; set; } = "";

    internal Lock Gate { get; } = new();

    internal DateTime Now => _time.GetUtcNow().UtcDateTime;

    /// <summary>Adds an object below <paramref name="parent"/>; its id is the path of names.</summary>
    /// <param name="type">Its type definition; null: BaseObjectType.</param>
    public UaNode AddObject(UaNode parent, string name, NodeId? type = null) =>
        AddObject(parent, IdBelow(parent, name), new(1, name), type ?? BaseObjectType);

    /// <summary>Adds a variable below <paramref name="parent"/>.</summary>
    public UaNode AddVariable(UaNode parent, string name, Variant value, bool writable = false) =>
        Add(parent, new(this, IdBelow(parent, name), new(1, name), NodeClass.Variable, BaseDataVariableType, Fresh(value), null)
        {
            IsWritable = writable,
        });

    internal bool TryGet(NodeId id, out UaNode node) => _nodes.TryGetValue(id, out node!);

    private static NodeId IdBelow(UaNode parent, string name) =>
        new(1, parent.Id.NamespaceIndex == 1 ? $"{parent.Id.Text}.{name}" : name);

    private UaNode AddObject(UaNode? parent, NodeId id, QualifiedName name, NodeId type) =>
        Add(parent, new(this, id, name, NodeClass.Object, type, default, null));

    private void Property(UaNode parent, uint id, string name, Func<Variant> read) => Computed(parent, id, name, PropertyType, read);

    private UaNode Computed(UaNode parent, uint id, string name, NodeId type, Func<Variant> read) =>
        Add(parent, new(this, new(0, id), new(0, name), NodeClass.Variable, type, default, () => Fresh(read())));

    private UaNode Add(UaNode? parent, UaNode node)
    {
        lock (Gate)
        {
            node.Parent = parent;
            parent?.Children.Add(node);
            _nodes.Add(node.Id, node);
            return node;
        }
    }

    private DataValue Fresh(Variant value) => new(value, SourceTimestamp: Now, ServerTimestamp: Now);
}
