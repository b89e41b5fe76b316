using EdgeCollector.OpcUa.Security;

namespace EdgeCollector.Security;

/// <summary>
/// Certificates of OPC UA under <c>DATA/pki</c>: <c>own</c>, <c>trusted</c>, <c>rejected</c>. One for all machines of a process, so that
/// every server sees the same collector. Our own certificate is made when it is first needed.
/// </summary>
internal sealed class OpcUaPki(string dataFolder, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private ApplicationCertificate? _own;

    public string Folder { get; } = Path.Combine(dataFolder, "pki");

    public TrustList Trust => new(Folder, time);

    public bool HasOwn => File.Exists(Path.Combine(Folder, "own", "certificate.der"));

    /// <summary>Our own certificate, made if there is none.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged; the message says how to mend it.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public ApplicationCertificate Own
    {
        get
        {
            lock (_gate)
            {
                var host = Environment.MachineName.ToLowerInvariant();
                return _own ??= ApplicationCertificate.LoadOrCreate(Folder, $"urn:{host}:EdgeCollector", $"EdgeCollector@{host}", [host],
                    time);
            }
        }
    }

    public void Dispose() => _own?.Dispose();
}
