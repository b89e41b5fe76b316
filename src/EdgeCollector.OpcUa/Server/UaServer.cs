using System.Net;
using System.Net.Sockets;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>
/// A small OPC UA server for simulated machines and tests: policy None, anonymous users, loopback only. It serves what a collector
/// asks for: discovery, sessions, attributes, browsing, subscriptions with republish and transfer.
/// </summary>
public sealed class UaServer : IAsyncDisposable
{
    private const int MaxConnections = 100;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<ServerChannel, Task> _channels = [];
    private readonly Lock _channelsGate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private readonly RequestTable _requests;
    private Task _accepting = Task.CompletedTask;
    private uint _lastChannel;

    /// <param name="space">What it serves.</param>
    /// <param name="path">Path of the endpoint URL, without a slash.</param>
    /// <param name="time">Clock of publishing intervals and time-outs; never the simulated one of the address space.</param>
    public UaServer(AddressSpace space, string path, TimeProvider time)
    {
        Space = space;
        _time = time;
        Path = path;
        Sessions = new(space, time);
        Subscriptions = new(this, time);
        _requests = new(this);
        space.ApplicationUri = $"urn:edgecollector:{path}";
        _sweep = time.CreateTimer(_ => Sessions.Sweep(Subscriptions), null, SweepEvery, SweepEvery);
    }

    /// <summary>The endpoint once it listens: <c>opc.tcp://127.0.0.1:PORT/path</c>.</summary>
    public string EndpointUrl { get; private set; } = "";

    public AddressSpace Space { get; }

    internal string Path { get; }

    internal SessionTable Sessions { get; }

    internal SubscriptionTable Subscriptions { get; }

    /// <summary>Listens on loopback.</summary>
    /// <param name="port">0 takes a free one.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public void Start(int port)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(MaxConnections);
        EndpointUrl = $"opc.tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/{Path}";
        _accepting = AcceptAsync();
    }

    /// <summary>Cuts every client's connection without a goodbye; sessions and subscriptions stay.</summary>
    public int DropConnections()
    {
        ServerChannel[] all;
        lock (_channelsGate)
        {
            all = [.. _channels.Keys];
        }

        foreach (var channel in all)
        {
            channel.Abort();
        }

        return all.Length;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        DropConnections();
        Task[] running;
        lock (_channelsGate)
        {
            running = [.. _channels.Values];
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        await _sweep.DisposeAsync().ConfigureAwait(false);
        lock (Space.Gate)
        {
            Subscriptions.EndAll();
        }

        _stop.Dispose();
    }

    /// <summary>What a test lets the server do wrong.</summary>
    internal ServerFaults Faults { get; } = new();

    /// <summary>As if the server had been started anew: connections cut, sessions and subscriptions gone, StartTime now.</summary>
    internal void Restart()
    {
        lock (Space.Gate)
        {
            Subscriptions.EndAll();
            Sessions.Clear();
            Space.StartTime = Space.Now;
        }

        DropConnections();
    }

    /// <summary>Ends all subscriptions but no session, as a server does whose retention is short.</summary>
    internal void ForgetSubscriptions()
    {
        lock (Space.Gate)
        {
            Subscriptions.EndAll();
        }
    }

    /// <summary>When a client stops waiting that gave this TimeoutHint (ms), 0 for never.</summary>
    internal long DeadlineAfter(uint timeoutHint) =>
        timeoutHint == 0 ? 0 : _time.GetTimestamp() + (timeoutHint * (_time.TimestampFrequency / 1000));

    internal bool IsOver(long deadline) => deadline != 0 && _time.GetTimestamp() > deadline;

    internal ResponseHeader Header(uint handle, StatusCode status = default) => new(Space.Now, handle, status, null, [], null);

    internal void Dispatch(ServerChannel channel, IncomingMessage message) => _requests.Handle(channel, message);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                if (TryTake(socket) is not { } transport) continue;

                var channel = new ServerChannel(this, transport, ++_lastChannel);
                lock (_channelsGate)
                {
                    if (_channels.Count >= MaxConnections) channel.Abort();
                    else _channels[channel] = ServeAsync(channel);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopping.
        }
    }

    /// <summary>Null if the client was gone before it was served: no reason to stop listening.</summary>
    private static TcpTransport? TryTake(Socket socket)
    {
        try
        {
            return new(socket);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            socket.Dispose();
            return null;
        }
    }

    private async Task ServeAsync(ServerChannel channel)
    {
        await Task.Yield();
        try
        {
            await using (channel.ConfigureAwait(false))
            {
                await channel.RunAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_channelsGate)
            {
                _channels.Remove(channel);
            }
        }
    }
}
