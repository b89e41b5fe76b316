using System.Threading.Channels;
using EdgeCollector.Core.Inputs;
using EdgeCollector.OpcUa.Client;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>
/// Holds the acknowledgement of each notification until the journal has committed its inputs (README decision 5): until then the server
/// keeps it. Bounded: when the commit stands still, the source waits and the server's queue absorbs.
/// </summary>
internal sealed class AckQueue
{
    private const int MaxWaiting = 4096;
    private readonly SemaphoreSlim _room = new(MaxWaiting, MaxWaiting);
    private readonly Channel<(NotificationToken Token, long Sequence)> _waiting =
        Channel.CreateBounded<(NotificationToken, long)>(
            new BoundedChannelOptions(MaxWaiting) { SingleReader = true, SingleWriter = true });

    /// <summary>Notifications that wait for their commit.</summary>
    public int Waiting => MaxWaiting - _room.CurrentCount;

    /// <summary>Called by the client's loop, in order. Blocks while the queue is full.</summary>
    public void Add(NotificationToken token, long sequence, CancellationToken cancellationToken)
    {
        _room.Wait(cancellationToken);
        _waiting.Writer.TryWrite((token, sequence));
    }

    /// <summary>Acknowledges in order, each after its commit, until cancelled.</summary>
    public async Task RunAsync(ICommitted committed, Action<NotificationToken> acknowledge, CancellationToken cancellationToken)
    {
        await foreach (var (token, sequence) in _waiting.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await committed.WaitForCommitAsync(sequence, cancellationToken).ConfigureAwait(false);
            acknowledge(token);
            _room.Release();
        }
    }
}
