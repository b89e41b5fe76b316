using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EdgeCollector.Dashboard;

/// <summary>The dashboard's own web server: pages, live feed, API, health and metrics. Reads no file and no environment of its
/// own.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(3);

    private readonly WebApplication _app;
    private readonly MetricsText _metrics;

    private DashboardHost(WebApplication app, MetricsText metrics, Uri address)
    {
        _app = app;
        _metrics = metrics;
        Address = address;
    }

    /// <summary>Where it listens, with the port that was really bound.</summary>
    public Uri Address { get; }

    /// <exception cref="IOException">The address is taken or not ours; the message names it.</exception>
    public static async Task<DashboardHost> StartAsync(
        DashboardSettings settings, DashboardSources sources, ILoggerFactory loggers, TimeProvider time,
            CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Limit(kestrel, settings.Listen));
        builder.Services.AddRoutingCore();
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownLimit);
        var app = builder.Build();
        var metrics = new MetricsText("EdgeCollector");
        var loopback = IPAddress.IsLoopback(settings.Listen.Address);
        app.Use((context, next) =>
        {
            SecurityHeaders.Set(context);
            if (loopback && !SecurityHeaders.NamesLoopback(context.Request.Host))
            {
                context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
                return Task.CompletedTask;
            }

            return next(context);
        });
        app.UseRouting();
        app.MapDashboard(sources, metrics, time);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            metrics.Dispose();
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new DashboardHost(app, metrics, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _metrics.Dispose();
    }

    private static void Limit(KestrelServerOptions kestrel, IPEndPoint listen)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 100;
        kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 50;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Listen(listen);
    }
}
