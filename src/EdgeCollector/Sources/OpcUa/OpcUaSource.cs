using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>
/// One machine's server: notifications to inputs, acknowledged after the commit of the last one. What a server does
/// belongs to the client; this class only translates. Handler calls come one after another; a refresh comes between them.
/// </summary>
internal sealed class OpcUaSource : IMachineSource, IOpcUaClientHandler
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Around the builder, the health and the handing over. The outage has a gate of its own and tells under it: never call it
    /// from within this one.</summary>
    private readonly Lock _gate = new();
    private readonly OpcUaMachine _machine;
    private readonly OwnClock _own;
    private readonly TimeProvider _protocolTime;
    private readonly ILoggerFactory _loggers;
    private readonly SourceHealth _health;
    private Outage _outage = null!;
    private readonly AckQueue _acks = new();
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IInputs _inputs = null!;
    private InputBuilder _builder;
    private OpcUaClient? _client;
    private CancellationToken _stop;
    private Session? _session;
    private Task _refreshing = Task.CompletedTask;
    private bool _serverRestarted;

    /// <param name="time">The clock of inputs: the demo's may run faster than the protocol's.</param>
    /// <param name="protocolTime">The clock of the protocol's deadlines.</param>
    public OpcUaSource(OpcUaMachine machine, SourceHealth health, TimeProvider time, TimeProvider protocolTime, ILoggerFactory loggers)
    {
        _machine = machine;
        _own = new(time);
        _health = health;
        _protocolTime = protocolTime;
        _loggers = loggers;
        _builder = new(machine.Signals, new SourceClock(machine.Clock), health, _own);
    }

    public string Machine => _machine.Name;

    /// <summary>What the server made of the subscription; null before the first connection.</summary>
    public SubscriptionInfo? Subscription { get; private set; }

    /// <summary>What the server can give again after an interruption; null before the first connection.</summary>
    public NoLossFacts? NoLoss => _client?.NoLoss.FirstOrDefault();

    /// <summary>Notifications whose values are not committed yet: the server keeps them.</summary>
    public int HeldNotifications => _client?.HeldNotifications ?? 0;

    /// <summary>The source's clock minus ours.</summary>
    public TimeSpan ClockOffset => TimeSpan.FromTicks(_builder.Clock.Offset / NanosecondsPerTick);

    /// <summary>The signals that have a node: those of the configuration, and those of the profile once they are found.</summary>
    public IReadOnlyList<OpcUaSignal> Signals => _builder.Items;

    public Task FirstAttempt => _firstAttempt.Task;

    public async Task RunAsync(IInputs inputs, ICommitted committed, CancellationToken cancellationToken)
    {
        _inputs = inputs;
        _stop = cancellationToken;
        _outage = new(_protocolTime, since => Submit(_builder.Communication(_machine.Id, restored: false, since)));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var acknowledging = Task.CompletedTask;
        try
        {
            if (_machine.Profile is not null && !await FindProfileAsync(cancellationToken).ConfigureAwait(false)) return;

            var client = new OpcUaClient(
                _machine.Connection with { Subscriptions = [OpcUaConnection.Subscribe(_builder.Items, _machine.Publishing)] }, _loggers,
                    _protocolTime);
            _client = client;
            acknowledging = _acks.RunAsync(committed, token => client.Acknowledge(token), ended.Token);
            await client.RunAsync(this, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whoever starts the source again does so later: until then nobody knows what the machine does.
            _outage.Lose(_own.UtcNow);
            throw;
        }
        finally
        {
            await _outage.DisposeAsync().ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            await acknowledging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _refreshing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void OnConnected(SessionInfo session)
    {
        _session = session.Session;
        _serverRestarted = session.ServerRestarted;
        OnServerStatus(session.Status);
    }

    public void OnSubscribed(SubscriptionInfo subscription)
    {
        Subscription = subscription;
        lock (_gate) _health.Subscribed(subscription);
        if (subscription.Origin == SubscriptionOrigin.Created)
        {
            _outage.Settle();
            Restore();
        }
        else if (!_outage.TryBridge())
        {
            Restore();
            Refresh();
        }

        _firstAttempt.TrySetResult();
    }

    public void OnItemRejected(uint handle, StatusCode status)
    {
        lock (_gate)
        {
            _health.Rejected(_builder.Find(handle), status);
            Submit(_builder.Rejected(handle));
        }
    }

    public void OnDataChange(NotificationToken token, ref DataChangeItems items)
    {
        long? last = null;
        lock (_gate)
        {
            LookAtOwnClock();
            var inputs = _builder.Read(ref items);
            if (!inputs.IsEmpty) last = InputSlices.Submit(_inputs, inputs);
        }

        if (last is { } sequence) _acks.Add(token, sequence, _stop);
        else _client!.Acknowledge(token);
    }

    public void OnStatusChange(int subscription, StatusCode status)
    {
        lock (_gate) _health.Note($"the server ended the subscription ({status}); it is made anew");
    }

    public void OnGap(GapInfo gap)
    {
        var from = InEventTime(gap.LastGood);
        // Without a subscription nothing says what is: OnSubscribed restores once there is one.
        var over = gap.Missing == 0;
        if (over) _outage.Lose(from);
        else Submit(_builder.Communication(_machine.Id, restored: false, from));
        Submit(_builder.Gap(_machine.Id, from, gap.Reason));
        lock (_gate) _health.Note($"{gap.Reason}: the gap is recorded");
        if (over) return;

        Restore();
        Refresh();
    }

    public void OnServerStatus(ServerStatusInfo status)
    {
        lock (_gate) LookAtOwnClock();
        var ours = _own.UtcNow - (status.RoundTrip.Ticks * NanosecondsPerTick / 2);
        lock (_gate) _builder.Clock.Measure(new DateTimeOffset(status.CurrentTime, TimeSpan.Zero).UtcNanoseconds(), ours);
    }

    public void OnDisconnected(DisconnectInfo reason)
    {
        lock (_gate) _health.Disconnected(reason);
        if (reason.LastGood is { } lastGood) _outage.Start(InEventTime(lastGood));
        _firstAttempt.TrySetResult();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>False: stopped meanwhile.</summary>
    private async Task<bool> FindProfileAsync(CancellationToken cancellationToken)
    {
        var search = new ProfileSearch(_machine, _health, () => _firstAttempt.TrySetResult(), _protocolTime);
        if (await search.RunAsync(_loggers, cancellationToken).ConfigureAwait(false) is not { } found) return false;

        _builder = new([.. _machine.Signals, .. found], _builder.Clock, _health, _own);
        return true;
    }

    /// <summary>The source is there again; what it says first may be older than its absence (packml.md 4).</summary>
    private void Restore()
    {
        lock (_gate)
        {
            Submit(_builder.Communication(_machine.Id, restored: true, _own.UtcNow));
            _builder.ExpectInitialValues(_serverRestarted);
            _serverRestarted = false;
        }
    }

    /// <summary>The time that our own clock skipped when it was set ahead is Unknown: nobody lived it.</summary>
    private void LookAtOwnClock()
    {
        var skipped = _own.Refresh();
        if (skipped == 0) return;

        _builder.Clock.SetAhead(skipped);
        if (_session is null || Subscription is null) return;

        Submit(_builder.Communication(_machine.Id, restored: false, _own.UtcNow - skipped));
        Restore();
        Refresh();
    }

    /// <summary>A subscription that lived on sends nothing until something changes, so the present values are read.</summary>
    private void Refresh() => _refreshing = RefreshAsync(_refreshing, _session!);

    private async Task RefreshAsync(Task before, Session session)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            var nodes = _builder.Items.Select(item => session.Resolve(item.Node)).ToArray();
            var values = await session.ReadAsync(nodes, _stop).ConfigureAwait(false);
            lock (_gate)
            {
                var inputs = _builder.Read(values);
                if (inputs.Length > 0) InputSlices.Submit(_inputs, inputs);
            }
        }
        catch (Exception e) when (e is ConnectionLostException or ServiceException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection ended again; the next one begins anew.
        }
    }

    /// <summary>The protocol's clock and the clock of inputs differ only where a demo runs faster than life.</summary>
    private long InEventTime(DateTimeOffset moment) =>
        _own.UtcNow - ((_protocolTime.GetUtcNow() - moment).Ticks * NanosecondsPerTick);

    private void Submit(Input input) => _inputs.Submit([input]);
}
