using System.IO.Pipelines;
using EdgeCollector.OpcUa.Transport;

namespace EdgeCollector.OpcUa.Tests.Transport;

/// <summary>One end of a pair of memory pipes. Cutting one end ends both, as a reset TCP connection does.</summary>
internal sealed class MemoryTransport : ITransport
{
    private MemoryTransport(PipeReader input, PipeWriter output)
    {
        Input = input;
        Output = output;
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public string RemoteAddress => "memory";

    public static (MemoryTransport Client, MemoryTransport Server) Pair()
    {
        var options = new PipeOptions(pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19, useSynchronizationContext: false);
        var (up, down) = (new Pipe(options), new Pipe(options));
        return (new(down.Reader, up.Writer), new(up.Reader, down.Writer));
    }

    public void Abort()
    {
        Input.CancelPendingRead();
        Output.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        await Output.CompleteAsync();
        await Input.CompleteAsync();
    }
}
