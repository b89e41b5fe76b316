using EdgeCollector.OpcUa.Transport;

namespace EdgeCollector.OpcUa.Channel;

/// <summary>
/// What waits for the reply to one request. Exactly one of the two methods is called, once; <see cref="Complete"/> runs on the receive
/// loop,
/// in the order in which replies arrive, and must not block.
/// </summary>
internal abstract class PendingReply
{
    /// <summary>When to give up, in timestamps of the channel's TimeProvider.</summary>
    public long Deadline { get; set; }

    /// <summary>The reply, whose memory now belongs to this object.</summary>
    public abstract void Complete(IncomingMessage message);

    /// <summary>
    /// No reply will come: <see cref="ServiceException"/> after the deadline, <see cref="ConnectionLostException"/> otherwise.
    /// </summary>
    public abstract void Fail(Exception reason);
}

/// <summary>A reply that somebody awaits; the continuation never runs on the receive loop.</summary>
internal sealed class AwaitedReply : PendingReply
{
    private readonly TaskCompletionSource<IncomingMessage> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IncomingMessage> Task => _source.Task;

    /// <inheritdoc/>
    public override void Complete(IncomingMessage message)
    {
        if (!_source.TrySetResult(message)) message.Dispose();
    }

    /// <inheritdoc/>
    public override void Fail(Exception reason) => _source.TrySetException(reason);
}
