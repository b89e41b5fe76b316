using System.Diagnostics;
using EdgeCollector.Contracts;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Lines;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary>How the node itself is: memory, processor, disk, what waits and what was lost.</summary>
/// <param name="delivered">Highest id that waits no longer: stored, or with the broker where no bridge is configured.</param>
/// <param name="clock">The one that receive times are of.</param>
internal sealed class NodeFigures(
    IJournal journal, Ledger ledger, StatusBoard status, string node, string data, Func<long> delivered, TimeProvider clock)
{
    private const double Megabyte = 1024 * 1024;
    private const string Thermometer = "/sys/class/thermal/thermal_zone0/temp";
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly Lock _gate = new();
    private TimeSpan _cpu;
    private long _measured = TimeProvider.System.GetTimestamp();

    public EdgeFigures Edge()
    {
        lock (_gate)
        {
            var account = ledger.Read();
            _process.Refresh();
            var cpu = _process.TotalProcessorTime;
            var elapsed = TimeProvider.System.GetElapsedTime(_measured);
            var share = elapsed > TimeSpan.Zero ? (cpu - _cpu) / elapsed : 0;
            _cpu = cpu;
            _measured = TimeProvider.System.GetTimestamp();

            // Every id is on both lanes, and one that the broker has may be pending in the ledger for the whole replay window.
            var done = delivered();
            var buffered = Math.Min(account.Pending, Math.Max(0, journal.Appended - done));
            return new(
                buffered, account.Dropped.Sum(), buffered == 0 ? 0 : Lag(done + 1), Math.Round(share, 3),
                Math.Round(_process.WorkingSet64 / Megabyte, 1),
                Temperature(), FreeShare());
        }
    }

    public HealthV1 Health()
    {
        var figures = Edge();
        var account = ledger.Read();
        var now = TimeProvider.System.GetUtcNow();
        var troubles = status.Rows.Where(row => row.State != StatusState.Ok).Select(row => $"{row.Thing}: {row.Message}");
        return new()
        {
            Id = node,
            Node = node,
            Seq = journal.Appended,
            TimestampMs = now.ToUnixTimeMilliseconds(),
            State = status.Worst.ToString().ToLowerInvariant(),
            Message = string.Join("; ", troubles),
            Buffered = figures.Buffered,
            In = account.In,
            Stored = account.Stored,
            ByPuback = account.ByPuback,
            Pending = account.Pending,
            Dropped = account.Dropped.Sum(),
            DroppedSpace = account.Dropped[(int)DropReason.Space],
            DroppedDisk = account.Dropped[(int)DropReason.Disk],
            DroppedQuarantine = account.Dropped[(int)DropReason.Quarantine],
            DroppedDamaged = account.Dropped[(int)DropReason.Damaged],
            LagMs = figures.LagMs,
            Cpu = figures.Cpu,
            RssMb = figures.RssMb,
            TempC = figures.TempC,
            DiskFree = figures.DiskFree,
            UptimeS = Math.Round(TimeProvider.System.GetElapsedTime(_started).TotalSeconds),
        };
    }

    /// <summary>Age of the first input from this id on that is still there, ms.</summary>
    private double Lag(long oldest)
    {
        if (!journal.OpenReader(oldest, ReadScope.Appended).TryRead(out var entry))
        {
            return 0;
        }

        var received = entry.Input.ReceiveTime / TimeSpan.NanosecondsPerTick;
        var age = clock.GetUtcNow() - DateTimeOffset.UnixEpoch - TimeSpan.FromTicks(received);
        return Math.Max(0, Math.Round(age.TotalMilliseconds));
    }

    private static double? Temperature()
    {
        try
        {
            return File.Exists(Thermometer) && int.TryParse(File.ReadAllText(Thermometer), out var thousandths)
                ? thousandths / 1000.0 : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private double? FreeShare()
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(data));
            return Math.Round((double)drive.AvailableFreeSpace / drive.TotalSize, 3);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return null;
        }
    }
}
