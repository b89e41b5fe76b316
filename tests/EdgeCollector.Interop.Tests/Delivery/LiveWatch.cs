using System.Globalization;
using EdgeCollector.Interop.Tests.Peers;

namespace EdgeCollector.Interop.Tests.Delivery;

/// <summary>Puts in 100 values a second that are of now, and looks how old the newest of them is in the database.</summary>
internal sealed class LiveWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private readonly DeliveryRig _rig;
    private readonly InfluxDb _influx;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<double> _ages = [];
    private readonly long _begun = Now();
    private readonly Task _watch;
    private long _last = Now();

    public LiveWatch(DeliveryRig rig, InfluxDb influx)
    {
        (_rig, _influx) = (rig, influx);
        _watch = WatchAsync();
    }

    /// <summary>The values since the last call, one each 10 ms.</summary>
    public void Append()
    {
        List<Value> values = [];
        for (var now = Now(); _last + 10_000_000 <= now;)
        {
            values.Add(new(DeliveryRig.Live, _last += 10_000_000, 1));
        }

        _rig.Append(values);
    }

    public string Figures()
    {
        lock (_ages)
        {
            var sorted = _ages.Order().ToList();
            return sorted.Count == 0
                ? "live values not watched"
                : $"live values old by {sorted[sorted.Count / 2]:0.00} s p50, {sorted[sorted.Count * 99 / 100]:0.00} s p99 of {sorted.Count} looks";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            var rows = await _influx.QueryAsync(
                "edge_raw", $"SELECT value FROM \"tag\" WHERE \"name\" = 'live' AND time >= {_begun} ORDER BY time DESC LIMIT 1");
            var newest = rows.Count == 0 ? _begun : long.Parse(rows[0]["time"].GetRawText(), CultureInfo.InvariantCulture);
            lock (_ages)
            {
                _ages.Add((Now() - newest) / 1e9);
            }
        }
    }

    private static long Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
