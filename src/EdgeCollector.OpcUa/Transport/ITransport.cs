using System.IO.Pipelines;

namespace EdgeCollector.OpcUa.Transport;

/// <summary>
/// A duplex pipe of bytes and the address of the other side: TCP in the product, a pair of memory pipes in tests.
/// This folder frames messages; it knows nothing of keys, sessions or services.
/// </summary>
internal interface ITransport : IDuplexPipe, IAsyncDisposable
{
    /// <summary>The other side, for messages to people.</summary>
    string RemoteAddress { get; }

    /// <summary>Ends both directions at once; pending reads and writes fail. May be called at any time by any thread.</summary>
    void Abort();
}
