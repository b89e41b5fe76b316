using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>A client's session (Part 4, 5.7) and the Publish requests that wait for news.</summary>
internal sealed class ServerSession(NodeId id, NodeId token, TimeSpan timeout)
{
    public const int MaxPublishRequests = 32;
    private readonly Queue<WaitingPublish> _publishes = new();

    public NodeId Id => id;

    public NodeId Token => token;

    public TimeSpan Timeout => timeout;

    public ServerChannel? Channel { get; set; }

    public bool IsActivated { get; set; }

    public long LastSeen { get; set; }

    public bool TryQueue(WaitingPublish publish)
    {
        if (_publishes.Count >= MaxPublishRequests) return false;

        _publishes.Enqueue(publish);
        return true;
    }

    /// <summary>The oldest request whose channel still stands.</summary>
    public bool TryTakePublish(out WaitingPublish publish)
    {
        while (_publishes.TryDequeue(out publish))
        {
            if (!publish.Channel.HasEnded) return true;
        }

        return false;
    }
}

/// <summary>A Publish request that has not been answered yet, with the results of its acknowledgements.</summary>
internal readonly record struct WaitingPublish(ServerChannel Channel, uint RequestId, uint Handle, StatusCode[] Results);
