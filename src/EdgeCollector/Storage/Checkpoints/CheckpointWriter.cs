using EdgeCollector.Core.Journal;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Storage.Checkpoints;

/// <summary>
/// Puts what the core laid down onto the disk, once the journal has committed everything that is in it: a state that knew more than the
/// journal could not be gone on from.
/// </summary>
internal sealed class CheckpointWriter(CheckpointDesk desk, IJournal journal, CheckpointFile file, ILogger<CheckpointWriter> logger)
{
    private bool _failed;

    /// <summary>Bytes of all of them.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Runs until cancelled; what is committed by then is written before it returns.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await desk.WaitAsync(cancellationToken).ConfigureAwait(false);
                await journal.WaitForAsync(desk.At.Sequence, committed: true, cancellationToken).ConfigureAwait(false);
                Write();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (desk.IsTaken && journal.Committed >= desk.At.Sequence) Write();
        }
    }

    private void Write()
    {
        var bytes = 0L;
        try
        {
            bytes = file.Write(desk.State.Span);
            BytesWritten += bytes;
            _failed = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_failed) logger.CheckpointFails(e.Message);
            _failed = true;
        }

        desk.Done(bytes);
    }
}
