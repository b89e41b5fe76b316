using EdgeCollector.Core.Journal;
using Microsoft.Extensions.Hosting.Systemd;

namespace EdgeCollector.Telemetry;

/// <summary>
/// Tells systemd that the service is ready, stops, and lives. It lives while the core folds (a tick comes every second) and the commit thread
/// commits what waits; a disk that refuses is an alarm and not a hang, since a restart would not mend it. Without systemd it does nothing.
/// </summary>
/// <param name="processed">Highest id folded.</param>
/// <param name="interval">Time between two looks; null: systemd asks for none.</param>
internal sealed class Watchdog(
    ISystemdNotifier systemd, Func<long> processed, IJournal? journal, TimeSpan? interval, TimeProvider time)
{
    private const string Microseconds = "WATCHDOG_USEC";
    private static readonly ServiceState Alive = new("WATCHDOG=1");
    private long _processed = -1;
    private long _committed = -1;

    /// <summary>Half of what the unit's WatchdogSec allows, as sd_watchdog_enabled(3) advises; null: no watchdog.</summary>
    public static TimeSpan? Interval(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault(Microseconds) is { } text && long.TryParse(text, out var us) && us > 0
            ? TimeSpan.FromMicroseconds(us) / 2 : null;

    /// <summary>From ready until cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        systemd.Notify(ServiceState.Ready);
        if (interval is { } pause)
        {
            using var timer = new PeriodicTimer(pause, time);
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                Step();
            }
        }
    }

    public void Stopping() => systemd.Notify(ServiceState.Stopping);

    /// <returns>Whether both threads have moved since the last look, and systemd was told.</returns>
    public bool Step()
    {
        var (folded, committed) = (processed(), journal?.Committed ?? 0);
        var moved = folded != _processed
            && (journal is null || committed != _committed || committed == journal.Appended || journal.Fault is not null);
        (_processed, _committed) = (folded, committed);
        if (moved)
        {
            systemd.Notify(Alive);
        }

        return moved;
    }
}
