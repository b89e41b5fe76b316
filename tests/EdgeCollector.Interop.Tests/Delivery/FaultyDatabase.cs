using EdgeCollector.Interop.Tests.Peers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeCollector.Interop.Tests.Delivery;

/// <summary>What stands between bridge and database.</summary>
public enum DatabaseFault
{
    None,

    /// <summary>The process is stopped: connections open, no answer.</summary>
    Stopped,

    /// <summary>503 to everything.</summary>
    Busy,

    /// <summary>Each answer comes late.</summary>
    Slow,

    /// <summary>Written, but the connection breaks before the 204 is back.</summary>
    AnswerLost,
}

/// <summary>A real InfluxDB behind a proxy that does to the traffic what networks and busy servers do.</summary>
internal sealed class FaultyDatabase : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly InfluxDb _influx;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private volatile DatabaseFault _fault;
    private int _writes;
    private int _hits;

    private FaultyDatabase(WebApplication app, InfluxDb influx) => (_app, _influx) = (app, influx);

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Of <see cref="DatabaseFault.Slow"/>.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromSeconds(10);

    public int Writes => _writes;

    /// <summary>How many requests a fault has met.</summary>
    public int Hits => _hits;

    public static async Task<FaultyDatabase> StartAsync(InfluxDb influx, TimeSpan latency = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(o => o.Listen(System.Net.IPAddress.Loopback, 0));
        var proxy = new FaultyDatabase(builder.Build(), influx) { Latency = latency };
        proxy._app.Run(proxy.HandleAsync);
        await proxy._app.StartAsync();
        var addresses = proxy._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        proxy.Url = new Uri(addresses.Addresses.Single() + "/");
        return proxy;
    }

    public void Begin(DatabaseFault fault)
    {
        _fault = fault;
        if (fault == DatabaseFault.Stopped)
        {
            _influx.Freeze();
        }
    }

    public void End()
    {
        _fault = DatabaseFault.None;
        _influx.Thaw();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _writes);
        var fault = _fault;
        if (fault != DatabaseFault.None)
        {
            Interlocked.Increment(ref _hits);
        }

        if (fault == DatabaseFault.Busy)
        {
            context.Response.StatusCode = 503;
            return;
        }

        try
        {
            await ForwardAsync(context, fault);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException)
        {
            context.Abort();
        }
    }

    private async Task ForwardAsync(HttpContext context, DatabaseFault fault)
    {
        var stop = context.RequestAborted;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, stop);
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), new Uri(_influx.Url, context.Request.Path + context.Request.QueryString));
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.ContentEncoding.Add(context.Request.Headers.ContentEncoding.ToString());
        }

        using var answer = await _http.SendAsync(request, stop);
        var text = await answer.Content.ReadAsByteArrayAsync(stop);
        if (fault == DatabaseFault.AnswerLost)
        {
            context.Abort();
            return;
        }

        if (fault == DatabaseFault.Slow)
        {
            await Task.Delay(Latency, TimeProvider.System, stop);
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Where(h => h.Key.StartsWith("X-Influx", StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.First();
        }

        if (text.Length > 0)
        {
            await context.Response.Body.WriteAsync(text, stop);
        }
    }
}
