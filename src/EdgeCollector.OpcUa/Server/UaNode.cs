using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>One node of an <see cref="AddressSpace"/>: an object, or a variable with its value. Made by the address space only.</summary>
public sealed class UaNode
{
    private readonly AddressSpace _space;
    private readonly Func<DataValue>? _read;
    private readonly List<ServerMonitoredItem> _watchers = [];
    private DataValue _value;

    internal UaNode(
        AddressSpace space, NodeId id, QualifiedName name, NodeClass nodeClass, NodeId type, DataValue value, Func<DataValue>? read)
    {
        _space = space;
        _value = value;
        _read = read;
        Id = id;
        BrowseName = name;
        NodeClass = nodeClass;
        TypeDefinition = type;
    }

    public NodeId Id { get; }

    public QualifiedName BrowseName { get; }

    public NodeClass NodeClass { get; }

    /// <summary>FolderType, BaseObjectType or a machine's own type; BaseDataVariableType or PropertyType for variables.</summary>
    public NodeId TypeDefinition { get; }

    /// <summary>True if clients may write the value.</summary>
    public bool IsWritable { get; init; }

    /// <summary>The value as a Read sees it; a node that computes its value (CurrentTime) does so now.</summary>
    public DataValue Value
    {
        get
        {
            lock (_space.Gate)
            {
                return _read?.Invoke() ?? _value;
            }
        }
    }

    internal List<UaNode> Children { get; } = [];

    internal UaNode? Parent { get; set; }

    /// <summary>True if the value is made when it is read, so that monitored items have to sample it.</summary>
    internal bool IsComputed => _read is not null;

    /// <summary>How its parent refers to it.</summary>
    internal uint ReferenceType => Parent is { TypeDefinition: var type } && type == AddressSpace.FolderType ? ReferenceTypes.Organizes
        : TypeDefinition == AddressSpace.PropertyType ? ReferenceTypes.HasProperty
        : ReferenceTypes.HasComponent;

    /// <summary>Sets value, status and source time; every monitored item queues the change. Safe for any thread.</summary>
    public void Set(Variant value, DateTime sourceTime, StatusCode status = default)
    {
        lock (_space.Gate)
        {
            _value = new(value, status, sourceTime, ServerTimestamp: _space.Now);
            foreach (var watcher in _watchers)
            {
                watcher.Sample(_value);
            }
        }
    }

    internal void Watch(ServerMonitoredItem item) => _watchers.Add(item);

    internal void Unwatch(ServerMonitoredItem item) => _watchers.Remove(item);
}
