using System.IO.Pipelines;
using System.Net.Sockets;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Transport;

/// <summary>One TCP connection as a duplex pipe. Nagle is off: requests are small and waited for.</summary>
internal sealed class TcpTransport : ITransport
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    /// <summary>Takes over a connected socket, e.g. one which a listener accepted.</summary>
    /// <param name="socket">The connection; owned from now on.</param>
    /// <param name="remoteAddress">What to call the other side in messages; its IP address if null.</param>
    public TcpTransport(Socket socket, string? remoteAddress = null)
    {
        _socket = socket;
        socket.NoDelay = true;
        RemoteAddress = remoteAddress ?? socket.RemoteEndPoint?.ToString() ?? "unknown";
        _stream = new NetworkStream(socket, ownsSocket: true);
        Input = PipeReader.Create(_stream, new(bufferSize: 64 * 1024, minimumReadSize: 4096, leaveOpen: true));
        Output = PipeWriter.Create(_stream, new(minimumBufferSize: 16 * 1024, leaveOpen: true));
    }

    /// <inheritdoc/>
    public PipeReader Input { get; }

    /// <inheritdoc/>
    public PipeWriter Output { get; }

    /// <inheritdoc/>
    public string RemoteAddress { get; }

    /// <summary>Connects within a deadline.</summary>
    /// <exception cref="ConnectionLostException">No connection: refused, unreachable, unknown name or too late.</exception>
    public static async Task<TcpTransport> ConnectAsync(string host, int port, TimeSpan timeout, TimeProvider time, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port, both.Token).ConfigureAwait(false);
            return new(socket, $"{host}:{port}");
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e switch
            {
                SocketException s => new ConnectionLostException($"{host}:{port}: {s.Message}", StatusCode.BadConnectionRejected, e),
                OperationCanceledException when !ct.IsCancellationRequested => new ConnectionLostException(
                    $"{host}:{port} did not answer within {timeout.TotalSeconds:0.#} s: is it switched on and reachable?",
                    StatusCode.BadTimeout, e),
                OperationCanceledException => new OperationCanceledException(ct),
                _ => e,
            };
        }
    }

    /// <inheritdoc/>
    public void Abort() => _socket.Dispose();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        await Input.CompleteAsync().ConfigureAwait(false);
        try
        {
            await Output.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // What was not flushed before the connection ended is gone with it.
        }
    }
}
