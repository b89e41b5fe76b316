using System.Net;
using EdgeCollector.Core.Live;
using EdgeCollector.Dashboard;
using EdgeCollector.Storage.History;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCollector.Tests.Dashboard;

/// <summary>A dashboard on a free loopback port over a picture that the test sets.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    private DashboardHost? _host;
    private LiveSnapshot? _snapshot = SamplePictures.Snapshot;
    private int _watchers;

    public DashboardSite Site { get; set; } = SamplePictures.Site;

    public bool Alive { get; set; } = true;

    public bool Ready { get; set; } = true;

    /// <summary>True: a look while somebody watches gives a new picture each time, as a moving core does.</summary>
    public bool Moving { get; set; } = true;

    public LiveSnapshot? Snapshot
    {
        get => Moving && Volatile.Read(ref _watchers) > 0 && _snapshot is not null ? _snapshot with { } : _snapshot;
        set => _snapshot = value;
    }

    public int Watchers => Volatile.Read(ref _watchers);

    public Uri Address => _host!.Address;

    public static async Task<SampleHost> StartAsync(HistoryQueries? history = null, int port = 0)
    {
        var sample = new SampleHost();
        var sources = new DashboardSources(
            () => sample.Site, () => sample.Snapshot, sample.Watch, () => SamplePictures.Badges, history, () => sample.Alive,
                () => sample.Ready);
        sample._host = await DashboardHost.StartAsync(
            new DashboardSettings(new IPEndPoint(IPAddress.Loopback, port)), sources, NullLoggerFactory.Instance, TimeProvider.System,
                default);
        return sample;
    }

    public async ValueTask DisposeAsync() => await _host!.DisposeAsync();

    private Lease Watch()
    {
        Interlocked.Increment(ref _watchers);
        return new Lease(this);
    }

    private sealed class Lease(SampleHost host) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref host._watchers);
    }
}
