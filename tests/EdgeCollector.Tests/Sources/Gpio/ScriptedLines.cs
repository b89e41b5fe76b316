using EdgeCollector.Sources.Gpio;

namespace EdgeCollector.Tests.Sources.Gpio;

/// <summary>Lines whose reads are written down beforehand: each gives its edges after whatever else happens. Then the reader is to
/// stop.</summary>
internal sealed class ScriptedLines : IGpioLines
{
    private readonly Queue<(Action? Before, GpioEdge[] Edges)> _reads = new();
    private readonly CancellationTokenSource _end = new();

    public CancellationToken End => _end.Token;

    public bool Debounces { get; init; }

    public bool High { get; set; } = true;

    public bool Gone { get; set; }

    public void Then(params GpioEdge[] edges) => _reads.Enqueue((null, edges));

    public void Then(Action before, params GpioEdge[] edges) => _reads.Enqueue((before, edges));

    public bool ReadLevel(int line) => Gone ? throw new IOException("gone") : High;

    public int Read(Span<GpioEdge> into, TimeSpan timeout)
    {
        if (!_reads.TryDequeue(out var read))
        {
            _end.Cancel();
            return 0;
        }

        read.Before?.Invoke();
        if (Gone && read.Edges.Length == 0)
        {
            throw new IOException("gone");
        }

        read.Edges.CopyTo(into);
        return read.Edges.Length;
    }

    public void Wake()
    {
    }

    public void Dispose() => _end.Dispose();
}
