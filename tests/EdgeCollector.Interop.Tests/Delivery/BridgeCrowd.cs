using EdgeCollector.Interop.Tests.Peers;

namespace EdgeCollector.Interop.Tests.Delivery;

/// <summary>Several <c>edgecollector run --role bridge</c>, at most one of them dead or stopped at a time.</summary>
internal sealed class BridgeCrowd : IAsyncDisposable
{
    private readonly List<CollectorProcess> _bridges = [];
    private CollectorProcess? _victim;
    private bool _killed;

    public static async Task<BridgeCrowd> StartAsync(int count, Mosquitto broker, InfluxDb influx)
    {
        var crowd = new BridgeCrowd();
        try
        {
            for (var i = 1; i <= count; i++)
            {
                crowd._bridges.Add(new CollectorProcess(BridgeFile.Write($"bridge-{i}", broker.Port, influx.Url)));
                await crowd._bridges[^1].RunAsync("--role", "bridge");
            }

            return crowd;
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }

    /// <summary>The last victim comes back and another bridge is killed (true) or stopped.</summary>
    public async Task<bool> NextAsync(Random random)
    {
        var others = _bridges.Where(bridge => bridge != _victim).ToList();
        await HealAsync();
        _victim = others[random.Next(others.Count)];
        _killed = random.Next(2) == 0;
        if (_killed)
        {
            await _victim.KillAsync();
        }
        else
        {
            _victim.Freeze();
        }

        return _killed;
    }

    /// <summary>All of them run.</summary>
    public async Task HealAsync()
    {
        if (_victim is { } victim)
        {
            _victim = null;
            if (_killed)
            {
                await victim.RunAsync("--role", "bridge");
            }
            else
            {
                victim.Thaw();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var bridge in _bridges)
        {
            await bridge.DisposeAsync();
        }
    }
}
