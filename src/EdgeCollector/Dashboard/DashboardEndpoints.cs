using System.Globalization;
using System.Text;
using EdgeCollector.Core.Oee;
using EdgeCollector.Dashboard.Pages;

namespace EdgeCollector.Dashboard;

/// <summary>The dashboard's routes. Handlers are plain request delegates: nothing is generated or reflected.</summary>
internal static class DashboardEndpoints
{
    private const int MostRows = 1000;
    private const string EventStream = "text/event-stream";

    public static void MapDashboard(this IEndpointRouteBuilder app, DashboardSources sources, MetricsText metrics, TimeProvider time)
    {
        var assets = new StaticAssets();
        var watch = new LiveWatch(sources.Snapshot, sources.Watch, time);
        var feed = new LiveFeed(watch, time);
        var cache = new OverviewFrames(sources, assets);
        var stopping = app.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        Get(app, "/", context => OverviewAsync(context, sources, watch, assets));
        Get(app, "/assets/{file}", assets.ServeAsync);
        Get(app, "/live", context =>
        {
            var frames = cache.ForClient(LanguageChoice.Of(context, sources.Site().Language));
            return FollowAsync(context, feed, frames, stopping);
        });
        Get(app, "/api/v1/live", context => context.Request.Headers.Accept.ToString().Contains(EventStream, StringComparison.Ordinal)
            ? FollowAsync(context, feed, snapshot => Encoding.UTF8.GetString(ApiJson.Live(snapshot)), stopping)
            : LiveAsync(context, watch));
        Get(app, "/api/v1/shifts", context => HistoryAsync(context, sources, time, (history, query) =>
            ApiJson.Records(history.Records(query.Machine, WindowKind.Shift, query.From, query.To, query.Limit))));
        Get(app, "/api/v1/stops", context => HistoryAsync(context, sources, time, (history, query) =>
            ApiJson.Stops(history.Stops(query.Machine, query.From, query.To, query.Limit))));
        var explaining = new SemaphoreSlim(1, 1);
        Get(app, "/api/v1/explain/{id}", context => ExplainAsync(context, sources, explaining));
        Get(app, "/health/live", context => TextAsync(context, sources.IsAlive() ? 200 : 503, sources.IsAlive() ? "alive" : "not moving"));
        Get(app, "/health/ready", context => TextAsync(context, sources.IsReady() ? 200 : 503, sources.IsReady() ? "ready" : "starting"));
        Get(app, "/metrics", context =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            return Compression.WriteAsync(context, Encoding.UTF8.GetBytes(metrics.Render()));
        });
    }

    private static void Get(IEndpointRouteBuilder app, string pattern, RequestDelegate handler) =>
        app.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], handler);

    private static async Task OverviewAsync(HttpContext context, DashboardSources sources, LiveWatch watch, StaticAssets assets)
    {
        var site = sources.Site();
        var texts = LanguageChoice.Of(context, site.Language);
        var picture = await watch.LookFreshAsync(context.RequestAborted).ConfigureAwait(false);
        var page = OverviewPage.Render(
            new PageContext(texts, site, picture.Snapshot, sources.Badges()), assets, picture.Age >= LiveWatch.StaleAfter);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentLanguage = texts.Language;
        await Compression.WriteAsync(context, Encoding.UTF8.GetBytes(page.Html)).ConfigureAwait(false);
    }

    private static async Task FollowAsync(
        HttpContext context, LiveFeed feed, Func<Core.Live.LiveSnapshot, string> render, CancellationToken stopping)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentType = EventStream;
            return;
        }

        if (!feed.TryEnter(out var place))
        {
            context.Response.Headers.RetryAfter = "5";
            var full = $"All {LiveFeed.MaxClients} places of the live feed are taken: close a page.";
            await TextAsync(context, 503, full).ConfigureAwait(false);
            return;
        }

        using (place)
        using (var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping))
        {
            var frames = feed.Follow(context.Request.Headers["Last-Event-ID"].ToString(), render, ended.Token);
            await TypedResults.ServerSentEvents(frames).ExecuteAsync(context).ConfigureAwait(false);
        }
    }

    private static async Task LiveAsync(HttpContext context, LiveWatch watch)
    {
        var picture = await watch.LookFreshAsync(context.RequestAborted).ConfigureAwait(false);
        if (picture.Snapshot is null || picture.Age >= LiveWatch.StaleAfter)
        {
            await TextAsync(context, 503, "No live data: the core has made no snapshot within 1.5 s.").ConfigureAwait(false);
            return;
        }

        await JsonAsync(context, ApiJson.Live(picture.Snapshot)).ConfigureAwait(false);
    }

    /// <summary>One at a time, off the request's thread: reading evidence takes a processor for a while.</summary>
    private static async Task ExplainAsync(HttpContext context, DashboardSources sources, SemaphoreSlim one)
    {
        if (sources.Explain is not { } explain)
        {
            await TextAsync(context, 503, "No archive is kept here.").ConfigureAwait(false);
            return;
        }

        var (id, cancel) = (context.Request.RouteValues["id"] as string ?? "", context.RequestAborted);
        await one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var (json, why) = await Task.Run(() => explain(id, cancel), cancel).ConfigureAwait(false);
            await (json is null ? TextAsync(context, 404, why) : JsonAsync(context, json)).ConfigureAwait(false);
        }
        finally
        {
            one.Release();
        }
    }

    private static Task HistoryAsync(
        HttpContext context, DashboardSources sources, TimeProvider time, Func<Storage.History.HistoryQueries, HistoryQuery, byte[]> read)
    {
        if (sources.History is not { } history)
        {
            return TextAsync(context, 503, "No history is kept here.");
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return HistoryQuery.TryParse(context.Request.Query, now, MostRows, out var query, out var error)
            ? JsonAsync(context, read(history, query))
            : TextAsync(context, 400, error);
    }

    private static Task JsonAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return Compression.WriteAsync(context, json);
    }

    private static Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return Compression.WriteAsync(context, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text}\n")));
    }
}
