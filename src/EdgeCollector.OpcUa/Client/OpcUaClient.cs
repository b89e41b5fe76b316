using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;
using Microsoft.Extensions.Logging;

namespace EdgeCollector.OpcUa.Client;

/// <summary>What <see cref="OpcUaClient.RunAsync"/> is doing.</summary>
public enum ClientState
{
    /// <summary>Not started, or ended.</summary>
    Stopped,

    /// <summary>Building a connection.</summary>
    Connecting,

    /// <summary>Subscribed and listening.</summary>
    Connected,

    /// <summary>Pausing before the next attempt.</summary>
    Waiting,
}

/// <summary>
/// The front door. <see cref="ConnectAsync"/> gives one session for browsing and reading; <see cref="RunAsync"/> subscribes and stays:
///
///     Connecting -- channel, session (old one activated, else new), subscriptions (resumed, else transferred, else made) --> Connected
///         ^                                     | refused, lost                                                         | lost
///         +------------------------------- Waiting  &lt;-----------------------------------------------------------------+
/// </summary>
public sealed partial class OpcUaClient
{
    private readonly OpcUaClientOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Connector _connector;
    private readonly HeldAcknowledgements _acknowledgements = new();
    private readonly Backoff _backoff = new(Random.Shared.NextDouble);
    private Subscription[] _subscriptions = [];
    private DateTime? _serverStart;
    private DateTimeOffset? _lastHeard;
    private string? _lastReason;

    /// <param name="options">Checked here, before anything connects.</param>
    /// <param name="loggers">Takes what happens; no secret is ever logged.</param>
    /// <param name="time">The clock of all deadlines and waits.</param>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public OpcUaClient(OpcUaClientOptions options, ILoggerFactory loggers, TimeProvider time)
        : this(options, loggers, time, async (host, port, ct) =>
            await TcpTransport.ConnectAsync(host, port, options.ConnectTimeout, time, ct).ConfigureAwait(false))
    {
    }

    internal OpcUaClient(
        OpcUaClientOptions options, ILoggerFactory loggers, TimeProvider time, Func<string, int, CancellationToken, Task<ITransport>> dial)
    {
        options.Validate();
        _options = options;
        _logger = loggers.CreateLogger<OpcUaClient>();
        _time = time;
        _connector = new(options, dial, time, _logger);
    }

    /// <summary>What <see cref="RunAsync"/> is doing now.</summary>
    public ClientState State { get; private set; }

    /// <summary>Notifications delivered whose values are not yet said to be safe.</summary>
    public int HeldNotifications => _acknowledgements.Held;

    /// <summary>What each subscription can recover, in the order of the options.</summary>
    public IReadOnlyList<NoLossFacts> NoLoss => Array.ConvertAll(_subscriptions, s => s.NoLoss);

    /// <summary>Asks the server for its endpoints, without security or trust: for showing, and for <c>cert trust</c>.</summary>
    /// <exception cref="ConnectionLostException">No connection.</exception>
    /// <exception cref="ServiceException">Refused.</exception>
    public async Task<IReadOnlyList<EndpointInfo>> GetEndpointsAsync(CancellationToken ct) =>
        Array.ConvertAll(await _connector.DiscoverAsync(ct).ConfigureAwait(false), EndpointInfo.Of);

    /// <summary>One session, activated, its namespaces and limits read. The caller disposes it.</summary>
    /// <exception cref="CertificateRefusedException">The server's certificate is not trusted.</exception>
    /// <exception cref="ConnectionLostException">No connection.</exception>
    /// <exception cref="ServiceException">Refused.</exception>
    public async Task<Session> ConnectAsync(CancellationToken ct)
    {
        var session = await Session.CreateAsync(_options, await _connector.OpenAsync(ct).ConfigureAwait(false), ct).ConfigureAwait(false);
        try
        {
            await session.LearnAsync(ct).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The values of a delivered notification are safe: the server may forget them. Any thread; once is enough.</summary>
    /// <returns>False if the token was given before or its subscription is gone.</returns>
    public bool Acknowledge(NotificationToken token) => _acknowledgements.Release(token);

    /// <summary>
    /// Subscribes and stays connected until cancelled, then closes session and subscriptions. Throws only what the handler throws.
    /// </summary>
    public async Task RunAsync(IOpcUaClientHandler handler, CancellationToken ct)
    {
        _subscriptions = [.. _options.Subscriptions.Select((o, i) => new Subscription(i, o))];
        using var turn = new HandlerTurn(handler, _acknowledgements, _time);
        Session? session = null;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                State = ClientState.Connecting;
                long? connected = null;
                Exception end;
                try
                {
                    var resumed = session is not null && await TryResumeAsync(session, ct).ConfigureAwait(false);
                    if (!resumed)
                    {
                        session = null;
                        session = await Session.CreateAsync(_options, await _connector.OpenAsync(ct).ConfigureAwait(false), ct)
                            .ConfigureAwait(false);
                    }

                    end = await ServeAsync(session!, resumed, turn, () => connected = _time.GetTimestamp(), ct).ConfigureAwait(false);
                }
                catch (Exception e) when (IsLinkFailure(e))
                {
                    end = e;
                }

                if (connected is { } since) _backoff.Held(_time.GetElapsedTime(since));
                if (session is not null) await session.DisconnectAsync().ConfigureAwait(false);
                await PauseAsync(turn, end, ct).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping is what was asked for.
        }
        finally
        {
            State = ClientState.Stopped;
            if (session is not null) await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static bool IsLinkFailure(Exception e) => e is ConnectionLostException or ServiceException or CertificateRefusedException;

    private DateTimeOffset? LastGood => _subscriptions.Select(s => s.LastGood).Append(_lastHeard).Max();

    private async Task<bool> TryResumeAsync(Session session, CancellationToken ct)
    {
        // Beyond its time-out the server has forgotten it: asking would only cost a round trip.
        if (LastGood is not { } heard || _time.GetUtcNow() - heard > session.Timeout) return false;

        try
        {
            await session.ReactivateAsync(await _connector.OpenAsync(ct).ConfigureAwait(false), ct).ConfigureAwait(false);
            return true;
        }
        catch (ServiceException e) when (Failures.NeedsNewSession(e.Status))
        {
            LogNewSession(_logger, _options.EndpointUrl, e.Status);
            await session.DisconnectAsync().ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>From an active session to its end, whose reason is returned.</summary>
    private async Task<Exception> ServeAsync(Session session, bool resumed, HandlerTurn turn, Action onConnected, CancellationToken ct)
    {
        await session.LearnAsync(ct).ConfigureAwait(false);
        var status = await session.ReadServerStatusAsync(ct).ConfigureAwait(false);
        var restarted = _serverStart is { } before && before != status.StartTime;
        _serverStart = status.StartTime;
        _lastHeard = _time.GetUtcNow();
        var republisher = new Republisher(session, turn, _time);
        var setup = new SubscriptionSetup(session, turn, republisher, _acknowledgements, _time);
        var transfer = await setup.ProbeTransferAsync(ct).ConfigureAwait(false);
        await turn.CallAsync(h => h.OnConnected(new(session, resumed, status, restarted, transfer)), ct).ConfigureAwait(false);
        foreach (var subscription in _subscriptions)
            await setup.BringAsync(subscription, resumed, transfer && !restarted, transfer, ct).ConfigureAwait(false);

        State = ClientState.Connected;
        _lastReason = null;
        onConnected();
        LogConnected(_logger, _options.EndpointUrl, _options.SecurityPolicy.Name, _options.SecurityMode, resumed);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var publish = _subscriptions.Length == 0 ? null : new PublishLoop(session, _subscriptions, _acknowledgements, turn,
            republisher);
        Task[] all =
        [
            WaitForEndAsync(session, stop.Token),
            WatchServerAsync(session, turn, stop.Token),
            publish?.RunAsync(stop.Token) ?? Task.Delay(Timeout.InfiniteTimeSpan, _time, stop.Token),
        ];
        var first = await Task.WhenAny(all).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!session.Channel.Ended.IsCompleted) _lastHeard = _time.GetUtcNow();
        ct.ThrowIfCancellationRequested();
        var reason = first.Exception?.InnerException ?? new ConnectionLostException("the connection ended", StatusCode.BadConnectionClosed);
        // A bug in the owner's handler is the owner's to see.
        if (all.Select(t => t.Exception?.InnerException).FirstOrDefault(e => e is not null and not OperationCanceledException
            && !IsLinkFailure(e)) is { } bug)
            throw new InvalidOperationException($"the handler failed: {bug.Message}", bug);
        return reason;
    }

    private static async Task WaitForEndAsync(Session session, CancellationToken ct) =>
        throw await session.Channel.Ended.WaitAsync(ct).ConfigureAwait(false);

    private async Task WatchServerAsync(Session session, HandlerTurn turn, CancellationToken ct)
    {
        while (true)
        {
            var status = await session.ReadServerStatusAsync(ct).ConfigureAwait(false);
            _lastHeard = _time.GetUtcNow();
            await turn.CallAsync(h => h.OnServerStatus(status), ct).ConfigureAwait(false);
            await Task.Delay(_options.ServerStatusPeriod, _time, ct).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(HandlerTurn turn, Exception end, CancellationToken ct)
    {
        State = ClientState.Waiting;
        var failure = Failures.Of(end);
        var wait = _backoff.Next(failure);
        var reason = Failures.Describe(end);
        if (reason != _lastReason)
        {
            _lastReason = reason;
            LogDisconnected(_logger, _options.EndpointUrl, reason);
            await turn.CallAsync(h => h.OnDisconnected(new(failure, reason, LastGood, end, wait)), ct).ConfigureAwait(false);
        }

        await Task.Delay(wait, _time, ct).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 1010, Level = LogLevel.Information,
        Message = "{Endpoint}: connected by {Policy}, {Mode}, session resumed: {Resumed}")]
    private static partial void LogConnected(ILogger logger, string endpoint, string policy, Messages.MessageSecurityMode mode,
        bool resumed);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Warning, Message = "{Endpoint}: {Reason}")]
    private static partial void LogDisconnected(ILogger logger, string endpoint, string reason);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Information,
        Message = "{Endpoint}: the old session is gone ({Status}), a new one is made")]
    private static partial void LogNewSession(ILogger logger, string endpoint, StatusCode status);
}
