using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeCollector.Tests.Influx;

/// <param name="Target">Path and query.</param>
/// <param name="Body">Unpacked.</param>
internal sealed record FakeRequest(string Method, string Target, string Authorization, string Body);

/// <summary>An HTTP listener that answers as a test says and stores lines as a database does: the same series and time overwrite.</summary>
internal sealed class FakeInflux : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeInflux(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>Line without its fields -> whole line; each database apart.</summary>
    public ConcurrentDictionary<string, string> Points { get; } = new();

    public string Version { get; set; } = "1.6.7";

    /// <summary>Status and body for a request; null: as a database would. Called before anything is stored.</summary>
    public Func<FakeRequest, (int Status, string Body)?> Answer { get; set; } = _ => null;

    /// <summary>Lines that no database would take.</summary>
    public Func<string, bool> IsPoison { get; set; } = _ => false;

    /// <summary>As 1.x: the good lines of a refused body are stored; else none is.</summary>
    public bool StoresPartially { get; set; } = true;

    public TimeSpan? RetryAfter { get; set; }

    public int Writes => Requests.Count(r => r.Target.Contains("write"));

    public static async Task<FakeInflux> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(o => o.Listen(System.Net.IPAddress.Loopback, 0));
        var fake = new FakeInflux(builder.Build());
        fake._app.Run(fake.HandleAsync);
        await fake._app.StartAsync();
        var addresses = fake._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        fake.Url = new Uri(addresses.Addresses.Single() + "/");
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = await ReadAsync(context.Request);
        Requests.Enqueue(request);
        context.Response.Headers["X-Influxdb-Version"] = Version;
        if (RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString();
        }

        var (status, body) = Answer(request) ?? Store(request);
        if (status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        if (status != 204)
        {
            await context.Response.WriteAsync(body);
        }
    }

    /// <summary>What a database does with a write.</summary>
    public (int Status, string Body) Store(FakeRequest request)
    {
        var lines = request.Body.Split('\n').Where(l => l.Length != 0 && l[0] != '#').ToList();
        var bad = lines.Count(IsPoison);
        if (bad == 0 || StoresPartially)
        {
            foreach (var line in lines.Where(l => !IsPoison(l)))
            {
                var parts = line.Split(' ');
                Points[$"{request.Target} {parts[0]} {parts[^1]}"] = line;
            }
        }

        var dropped = StoresPartially ? bad : 0;
        return bad == 0 ? (204, "") : (400, $$"""{"error":"partial write: field type conflict: input field \"value\" dropped={{dropped}}"}""");
    }

    private static async Task<FakeRequest> ReadAsync(HttpRequest request)
    {
        Stream body = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var reader = new StreamReader(body, Encoding.UTF8);
        return new FakeRequest(
            request.Method, request.Path + request.QueryString.ToString(), request.Headers.Authorization.ToString(), await reader.ReadToEndAsync());
    }
}
