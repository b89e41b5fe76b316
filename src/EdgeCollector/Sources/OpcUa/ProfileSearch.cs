using System.Collections.Immutable;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>
/// Finds the nodes of a machine's profile before anything is subscribed. A client without subscriptions does the connecting, so that
/// retries, waits and messages are those of any other failure.
/// </summary>
/// <param name="attempted">Called when the server has been tried once.</param>
internal sealed class ProfileSearch(OpcUaMachine machine, SourceHealth health, Action attempted, TimeProvider time) : IOpcUaClientHandler
{
    /// <summary>Somebody has to mend the configuration or load the machine's program.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<FoundProfile> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _stop;
    private Task _searching = Task.CompletedTask;

    /// <summary>The signals with their nodes; null if cancelled before.</summary>
    public async Task<ImmutableArray<OpcUaSignal>?> RunAsync(ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _stop = stop.Token;
        var connected = new OpcUaClient(machine.Connection, loggers, time).RunAsync(this, stop.Token);
        await Task.WhenAny(_found.Task, connected).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await connected.ConfigureAwait(false);
        await _searching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_found.Task.IsCompletedSuccessfully || cancellationToken.IsCancellationRequested) return null;

        var found = await _found.Task.ConfigureAwait(false);
        health.Profile(found.Missing.IsEmpty ? null
            : $"{machine.Name}: {machine.Profile!.Root} has no {string.Join(", no ", found.Missing)}");
        return found.Signals;
    }

    public void OnConnected(SessionInfo session) => _searching = SearchAsync(session.Session);

    public void OnDisconnected(DisconnectInfo reason)
    {
        health.Disconnected(reason);
        attempted();
    }

    public void OnSubscribed(SubscriptionInfo subscription)
    {
    }

    public void OnItemRejected(uint handle, StatusCode status)
    {
    }

    public void OnDataChange(NotificationToken token, ref DataChangeItems items)
    {
    }

    public void OnStatusChange(int subscription, StatusCode status)
    {
    }

    public void OnGap(GapInfo gap)
    {
    }

    public void OnServerStatus(ServerStatusInfo status)
    {
    }

    private async Task SearchAsync(Session session)
    {
        try
        {
            while (true)
            {
                if (await TryFindAsync(session).ConfigureAwait(false) is not { } trouble) return;

                health.Profile(trouble);
                attempted();
                await Task.Delay(Again, time, _stop).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is ConnectionLostException or OperationCanceledException or ObjectDisposedException)
        {
            // The next connection searches anew.
        }
    }

    /// <summary>What is wrong, or null.</summary>
    private async Task<string?> TryFindAsync(Session session)
    {
        var (root, endpoint) = (machine.Profile!.Root, machine.Connection.EndpointUrl);
        try
        {
            var found = await machine.Profile.FindAsync(session, _stop).ConfigureAwait(false);
            if (found.Signals.IsEmpty && machine.Signals.IsEmpty)
            {
                return $"{machine.Name}: {root} has no {string.Join(", no ", found.Missing)}; "
                    + $"is it the PackML object? look with: edgecollector browse {endpoint}";
            }

            _found.TrySetResult(found);
            return null;
        }
        catch (ServiceException e)
        {
            return $"{machine.Name}: the PackML object {root} cannot be read ({e.Message}); "
                + $"look it up with: edgecollector browse {endpoint}";
        }
    }
}
