using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Telemetry;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Telemetry;

public sealed class WatchdogTests : IAsyncLifetime, ISystemdNotifier, ICommitTarget
{
    private readonly FakeTimeProvider _time = new();
    private int _told;
    private readonly ManualResetEventSlim _disk = new(initialState: true);
    private readonly MemoryJournal _journal;
    private readonly Watchdog _watchdog;
    private Exception? _fault;
    private long _processed;

    public WatchdogTests()
    {
        _journal = new MemoryJournal(7, new(), _time, this);
        _watchdog = new Watchdog(this, () => _processed, _journal, TimeSpan.FromSeconds(15), _time);
        _watchdog.Step();
        _told = 0;
    }

    bool ISystemdNotifier.IsEnabled => true;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _disk.Set();
        _fault = null;
        await _journal.DisposeAsync();
        _disk.Dispose();
    }

    [Fact]
    public void A_core_that_folds_lives_and_one_that_stands_does_not()
    {
        _processed++;
        Assert.True(_watchdog.Step());
        Assert.False(_watchdog.Step());
        Assert.Equal(1, _told);
    }

    [Fact]
    public async Task A_commit_that_hangs_is_no_life_and_a_disk_that_refuses_is()
    {
        _disk.Reset();
        Append(1);
        _processed++;
        _watchdog.Step();
        _processed++;
        Assert.False(_watchdog.Step());

        _fault = new IOException("no space");
        _disk.Set();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (_journal.Fault is null)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        _processed++;
        Assert.True(_watchdog.Step());
    }

    [Theory]
    [InlineData("30000000", 15.0)]
    [InlineData("", null)]
    [InlineData("soon", null)]
    public void Systemd_says_how_often_it_wants_to_hear(string microseconds, double? seconds) => Assert.Equal(
        seconds, Watchdog.Interval(new Dictionary<string, string> { ["WATCHDOG_USEC"] = microseconds })?.TotalSeconds);

    void ISystemdNotifier.Notify(ServiceState state) => _told++;

    int ICommitTarget.WriteSome(ReadOnlySpan<StoredBatch> batches)
    {
        _disk.Wait();
        if (_fault is { } fault) throw fault;
        return batches.Length;
    }

    private void Append(long sequence)
    {
        var batch = new RecordBatch();
        batch.Clear(sequence);
        batch.Add(new Input { Kind = InputKind.Tick });
        _journal.Append(batch, CommitUrgency.AtOnce);
    }
}
