using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;
using Microsoft.Extensions.Logging;

namespace EdgeCollector.OpcUa.Channel;

/// <summary>
/// The client's end of a secure channel (Part 4 5.5): opens it, renews its token at 75 % of its life, and joins replies to requests.
/// One loop receives, senders take turns. Any breach ends the channel and fails everything that waits.
/// </summary>
internal sealed partial class SecureChannel : IAsyncDisposable
{
    /// <summary>Requests under way at once, Publish apart; further ones wait their turn.</summary>
    public const int MaxInFlight = 64;

    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SendDeadline = TimeSpan.FromSeconds(10);

    private readonly UacpConnection _connection;
    private readonly ChannelSecurity _security;
    private readonly ChunkWriter _writer;
    private readonly ChunkReader _reader;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<uint, PendingReply> _pending = new();
    private readonly SemaphoreSlim _sendTurn = new(1, 1);
    private readonly SemaphoreSlim _inFlight = new(MaxInFlight, MaxInFlight);
    private readonly ArrayBufferWriter<byte> _body = new(4096);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Exception> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _sweep;
    private long _sendingSince;
    private uint _lastRequestId;
    private byte[] _lastServerNonce = [];
    private Task _receiving = Task.CompletedTask;
    private Task _renewing = Task.CompletedTask;
    private int _disposed;

    private SecureChannel(UacpConnection connection, ChannelSecurity security, TimeProvider time, ILogger logger)
    {
        _connection = connection;
        _security = security;
        _time = time;
        _logger = logger;
        _writer = new(security, connection.Remote);
        _reader = new(security, connection.Local, CheckOpen);
        _sweep = time.CreateTimer(static s => ((SecureChannel)s!).Sweep(), this, SweepPeriod, SweepPeriod);
    }

    /// <summary>Ends with the reason once the channel is of no use any more.</summary>
    public Task<Exception> Ended => _ended.Task;

    public ChannelSecurity Security => _security;

    public TimeProvider Time => _time;

    /// <summary>The buffer sizes and limits after Hello and Acknowledge: what we take, what the server takes.</summary>
    public (TransportLimits Local, TransportLimits Remote) Limits => (_connection.Local, _connection.Remote);

    /// <summary>The token's life as revised by the server at the last opening or renewal.</summary>
    public TimeSpan Lifetime => _security.Sending?.Lifetime ?? default;

    /// <summary>Renewals so far.</summary>
    public int Renewals { get; private set; }

    /// <summary>Replies which came after their deadline and were dropped.</summary>
    public long LateReplies { get; private set; }

    /// <summary>Opens a channel over a fresh connection, which it owns from now on.</summary>
    /// <param name="connection">After Hello and Acknowledge.</param>
    /// <param name="security">Policy, mode and the accepted server certificate; owned from now on.</param>
    /// <param name="lifetime">The token's life to ask for.</param>
    /// <param name="timeout">For the server's answer.</param>
    /// <param name="time">Clock of deadlines and renewal.</param>
    /// <param name="logger">Takes renewals and refusals.</param>
    /// <param name="ct">The caller's.</param>
    /// <exception cref="ConnectionLostException">The server cut it off, e.g. because it does not trust our certificate.</exception>
    /// <exception cref="ServiceException">The server refused, or did not answer in time.</exception>
    public static async Task<SecureChannel> OpenAsync(
        UacpConnection connection, ChannelSecurity security, TimeSpan lifetime, TimeSpan timeout, TimeProvider time, ILogger logger,
        CancellationToken ct)
    {
        var channel = new SecureChannel(connection, security, time, logger);
        try
        {
            channel._receiving = channel.ReceiveAsync();
            await channel.RequestTokenAsync(SecurityTokenRequestType.Issue, lifetime, timeout, ct).ConfigureAwait(false);
            channel._renewing = channel.RenewAsync(lifetime, timeout);
            return channel;
        }
        catch
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a request and awaits its response.</summary>
    /// <exception cref="ServiceException">Refused, or no answer within <paramref name="timeout"/>.</exception>
    /// <exception cref="ConnectionLostException">The channel ended.</exception>
    public async Task<TResponse> RequestAsync<TRequest, TResponse>(TRequest request, TimeSpan timeout, CancellationToken ct)
        where TRequest : IUaMessage<TRequest>, IRequest<TResponse>
        where TResponse : class, IUaMessage<TResponse>, IResponse
    {
        await _inFlight.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var reply = new AwaitedReply();
            var id = await SendAsync(request, reply, timeout, ct).ConfigureAwait(false);
            using var message = await AwaitAsync(id, reply, ct).ConfigureAwait(false);
            return Replies.Read<TResponse>(message);
        }
        finally
        {
            _inFlight.Release();
        }
    }

    /// <summary>Sends a request whose reply goes to <paramref name="reply"/>. After an exception the reply is not called.</summary>
    /// <returns>The request's id.</returns>
    public async Task<uint> SendAsync<TRequest>(TRequest request, PendingReply reply, TimeSpan timeout, CancellationToken ct)
        where TRequest : IUaMessage<TRequest>
    {
        reply.Deadline = _time.GetTimestamp() + (long)(timeout.TotalSeconds * _time.TimestampFrequency);
        await _sendTurn.WaitAsync(ct).ConfigureAwait(false);
        uint id = 0;
        try
        {
            if (_ended.Task.IsCompleted) throw Lost();

            id = NextRequestId();
            _body.ResetWrittenCount();
            MessageCodec.Encode(_body, request);
            if (typeof(TRequest) == typeof(OpenSecureChannelRequest)) _writer.WriteOpen(_connection.Output, id, _body.WrittenSpan);
            else
            {
                var type = typeof(TRequest) == typeof(CloseSecureChannelRequest) ? MessageType.Close : MessageType.Message;
                _writer.Write(_connection.Output, type, id, _body.WrittenSpan);
            }

            _pending[id] = reply;
            Volatile.Write(ref _sendingSince, _time.GetTimestamp());
            // Not the caller's token: half a chunk on the wire would end the channel for everybody.
            await _connection.FlushAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ConnectionLostException or OperationCanceledException
            || (e is InvalidOperationException && _ended.Task.IsCompleted))
        {
            // The last of them: the pipe was completed by somebody else's end of the channel, between our look and our write.
            _pending.TryRemove(id, out _);
            if (e is ConnectionLostException) End(e);
            throw Lost();
        }
        finally
        {
            Volatile.Write(ref _sendingSince, 0);
            _sendTurn.Release();
        }

        // The channel may have ended between the check and the entry in the map: then nobody else would fail the reply.
        if (_ended.Task.IsCompleted && _pending.TryRemove(id, out _)) throw Lost();
        return id;
    }

    /// <summary>Says goodbye if the channel still stands, ends the connection, fails what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;

        if (!_ended.Task.IsCompleted && _security.Sending is not null)
        {
            try
            {
                // Part 4 5.5.3: there is no answer; the server closes the connection.
                var close = new CloseSecureChannelRequest(NewHeader(default, TimeSpan.Zero));
                await SendAsync(close, new AwaitedReply(), SendDeadline, default).WaitAsync(TimeSpan.FromSeconds(1), _time)
                    .ConfigureAwait(false);
            }
            catch (Exception e) when (e is ConnectionLostException or ServiceException or TimeoutException)
            {
                // It is being closed anyway.
            }
        }

        End(new ConnectionLostException("the channel was closed", StatusCode.BadSecureChannelClosed));
        await _receiving.ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        await _sweep.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _reader.Dispose();
        _security.Dispose();
        _stop.Dispose();
    }

    /// <summary>Ends the channel at once with a reason of our own, such as missed keep-alives.</summary>
    public void Abort(ConnectionLostException reason) => End(reason);

    /// <summary>A header for the next request.</summary>
    public RequestHeader NewHeader(NodeId authenticationToken, TimeSpan timeout) =>
        new(authenticationToken, _time.GetUtcNow().UtcDateTime, _lastRequestId + 1, 0, null, (uint)timeout.TotalMilliseconds, null);

    private async Task<IncomingMessage> AwaitAsync(uint id, AwaitedReply reply, CancellationToken ct)
    {
        await using var registration = ct.UnsafeRegister(
            _ =>
            {
                if (_pending.TryRemove(id, out var abandoned)) abandoned.Fail(new OperationCanceledException(ct));
            },
            null).ConfigureAwait(false);
        return await reply.Task.ConfigureAwait(false);
    }

    private uint NextRequestId() => _lastRequestId = _lastRequestId == uint.MaxValue ? 1 : _lastRequestId + 1;

    private ConnectionLostException Lost()
    {
        var reason = _ended.Task.IsCompletedSuccessfully ? _ended.Task.GetAwaiter().GetResult() : null;
        return reason as ConnectionLostException
            ?? new(reason?.Message ?? "the channel was closed", StatusCode.BadSecureChannelClosed, reason);
    }

    private async Task ReceiveAsync()
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                var frame = await _connection.ReadChunkAsync(_stop.Token).ConfigureAwait(false);
                var message = _reader.Read(frame, out var aborted);
                _connection.Release(frame);
                if (message is not null) Dispatch(message, aborted);
            }
        }
        catch (OperationCanceledException)
        {
            End(new ConnectionLostException("the channel was closed", StatusCode.BadSecureChannelClosed));
        }
        catch (ConnectionLostException e)
        {
            End(e);
        }
        catch (Exception e)
        {
            // A bug in decoding must not leave everybody waiting for replies which nobody reads.
            End(new ConnectionLostException($"the receive loop failed: {e.Message}", StatusCode.BadInternalError, e));
        }
    }

    private void Dispatch(IncomingMessage message, bool aborted)
    {
        if (message.Type == MessageType.Close)
        {
            message.Dispose();
            throw new ConnectionLostException($"{_connection.RemoteAddress} closed the channel", StatusCode.BadSecureChannelClosed);
        }

        if (!_pending.TryRemove(message.RequestId, out var reply))
        {
            LateReplies++;
            message.Dispose();
        }
        else if (aborted)
        {
            var body = message.Body.FirstSpan;
            var status = new StatusCode(
                body.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(body) : StatusCode.BadResponseTooLarge.Code);
            message.Dispose();
            reply.Fail(new ServiceException(status, "the server gave up sending its answer"));
        }
        else
        {
            reply.Complete(message);
        }
    }

    private void Sweep()
    {
        var now = _time.GetTimestamp();
        var sending = Volatile.Read(ref _sendingSince);
        if (sending != 0 && _time.GetElapsedTime(sending, now) > SendDeadline)
            End(new ConnectionLostException($"{_connection.RemoteAddress} takes no bytes any more", StatusCode.BadTimeout));
        foreach (var (id, reply) in _pending)
            if (reply.Deadline <= now
                && _pending.TryRemove(id, out _)) reply.Fail(new ServiceException(StatusCode.BadTimeout, "no answer in time"));
    }

    private void End(Exception reason)
    {
        if (!_ended.TrySetResult(reason)) return;

        _stop.Cancel();
        _connection.Abort();
        foreach (var id in _pending.Keys)
            if (_pending.TryRemove(id, out var reply)) reply.Fail(Lost());
    }
}
