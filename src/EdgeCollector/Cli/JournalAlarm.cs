using EdgeCollector.Core.Journal;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary>Says on the status board, and once in the log, that the disk refuses or stalls, and that it works again.</summary>
internal sealed class JournalAlarm(IJournal journal, StatusBoard status, ILogger logger, TimeProvider time)
{
    private const string Thing = "journal";
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(10);
    private long _moved = time.GetTimestamp();
    private long _committed;

    /// <summary>Now and then.</summary>
    public void Look()
    {
        if (journal.Committed != _committed || journal.Committed == journal.Appended)
        {
            (_committed, _moved) = (journal.Committed, time.GetTimestamp());
        }

        var before = status.Get(Thing)?.State;
        if (journal.Fault is { } fault)
        {
            Fails($"the disk takes nothing ({fault.Message}): measuring goes on, what it does not take is counted as lost – make room, or "
                + "replace the card");
        }
        else if (time.GetElapsedTime(_moved) >= Stalled)
        {
            Fails("the disk has taken nothing for 10 s: OPC UA servers hold their values until it does – look at its load, or replace the card");
        }
        else if (status.Set(Thing, StatusState.Ok) && before == StatusState.Failed)
        {
            logger.JournalWorks();
        }
    }

    private void Fails(string message)
    {
        if (status.Set(Thing, StatusState.Failed, message)) logger.JournalFails(message);
    }
}
