using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>
/// A client's session (Part 4, 5.7): its channel, its open browses, the Publish requests that wait for news, and the last words of
/// subscriptions that it lost. Every member is called under the address space's gate.
/// </summary>
internal sealed class ServerSession(NodeId id, NodeId token, TimeSpan timeout, ServerChannel channel)
{
    /// <summary>Publish requests that may wait at once.</summary>
    public const int MaxPublishRequests = 32;

    private const int MaxLastWords = 200;
    private readonly Queue<WaitingPublish> _publishes = new();
    private readonly Queue<(uint Subscription, NotificationMessage Message)> _lastWords = new();

    public NodeId Id => id;

    public NodeId Token => token;

    public TimeSpan Timeout => timeout;

    public ServerChannel Channel { get; private set; } = channel;

    public bool IsActivated { get; private set; }

    public long LastSeen { get; set; }

    public ContinuationPoints Browses { get; } = new();

    public bool HasLastWords => _lastWords.Count > 0;

    /// <summary>Moves the session to this channel; what waits on another one has nobody to answer to any more.</summary>
    public void Activate(ServerChannel on)
    {
        if (on != Channel) _publishes.Clear();
        Channel = on;
        IsActivated = true;
    }

    /// <summary>Part 4 5.14.5.1: one request too many, and the oldest is given back.</summary>
    public void Queue(WaitingPublish publish)
    {
        if (_publishes.Count == MaxPublishRequests)
        {
            var oldest = _publishes.Dequeue();
            oldest.Channel.Fault(oldest.RequestId, oldest.Handle, StatusCode.BadTooManyPublishRequests);
        }

        _publishes.Enqueue(publish);
    }

    /// <summary>Whether a request waits whose client still listens.</summary>
    public bool HasPublish(UaServer server)
    {
        while (_publishes.TryPeek(out var first))
        {
            if (!first.Channel.HasEnded && !server.IsOver(first.Deadline)) return true;

            _publishes.Dequeue();
            if (!first.Channel.HasEnded) first.Channel.Fault(first.RequestId, first.Handle, StatusCode.BadTimeout);
        }

        return false;
    }

    /// <summary>The oldest request; only after <see cref="HasPublish"/>.</summary>
    public WaitingPublish TakePublish() => _publishes.Dequeue();

    /// <summary>A subscription's StatusChange, for the next Publish request; the oldest goes if there are far too many.</summary>
    public void AddLastWords(uint subscription, NotificationMessage message)
    {
        if (_lastWords.Count == MaxLastWords) _lastWords.Dequeue();
        _lastWords.Enqueue((subscription, message));
    }

    public (uint Subscription, NotificationMessage Message) TakeLastWords() => _lastWords.Dequeue();

    /// <summary>Answers whatever waits with this status.</summary>
    public void FailPublishes(UaServer server, StatusCode status)
    {
        while (HasPublish(server))
        {
            var publish = TakePublish();
            publish.Channel.Fault(publish.RequestId, publish.Handle, status);
        }
    }
}

/// <summary>A Publish request that has not been answered yet, with the results of its acknowledgements.</summary>
/// <param name="Channel">Where it came from.</param>
/// <param name="RequestId">The channel's number of it.</param>
/// <param name="Handle">The client's number of it.</param>
/// <param name="Deadline">Timestamp after which the client does not wait any more, 0 for none (TimeoutHint).</param>
/// <param name="Results">One for each acknowledgement.</param>
internal readonly record struct WaitingPublish(ServerChannel Channel, uint RequestId, uint Handle, long Deadline, StatusCode[] Results);
