namespace EdgeCollector.Core.Inputs;

/// <summary>The seam of all sources (OPC UA, GPIO, foreign MQTT). A source only translates: quirks of a server belong to its
/// client.</summary>
public interface IMachineSource : IAsyncDisposable
{
    /// <summary>Machine name, for messages.</summary>
    string Machine { get; }

    /// <summary>Completes when the source has been tried once, connected or not: <c>ready</c> waits for it, never for success.</summary>
    Task FirstAttempt { get; }

    /// <summary>Connects, submits inputs, reconnects by itself; returns only when cancelled.</summary>
    Task RunAsync(IInputs inputs, ICommitted committed, CancellationToken cancellationToken);
}

/// <summary>What lies safely in the journal. Sources hold their acknowledgements until it has passed their inputs.</summary>
public interface ICommitted
{
    /// <summary>Highest sequence number that is durable; every lower one is too, or is written down as dropped{disk}. It does not
    /// move while the disk fails.</summary>
    long Committed { get; }

    /// <summary>Completes when <see cref="Committed"/> has reached <paramref name="sequence"/>.</summary>
    ValueTask WaitForCommitAsync(long sequence, CancellationToken cancellationToken);
}
