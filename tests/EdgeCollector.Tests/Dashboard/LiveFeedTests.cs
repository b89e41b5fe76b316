using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using EdgeCollector.Core.Live;
using EdgeCollector.Dashboard;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Dashboard;

public sealed class LiveFeedTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_frame_has_every_part_and_the_next_only_what_changed()
    {
        await using var host = await SampleHost.StartAsync();
        using var client = DashboardHostTests.Client(host);
        await using var events = await EventsAsync(client);

        var first = await NextAsync(events);
        host.Snapshot = SamplePictures.Snapshot with { Time = SamplePictures.Now + 1000 };
        var second = await NextAsync(events, frame => frame.Contains("12:30:01", StringComparison.Ordinal));

        Assert.Equal("picture", first.EventType);
        Assert.Contains("line1.strips", Ids(first.Data));
        Assert.Contains("clock", Ids(second.Data));
        Assert.DoesNotContain("line1.strips", Ids(second.Data));
    }

    [Fact]
    public async Task The_core_is_watched_only_while_a_client_is_connected()
    {
        await using var host = await SampleHost.StartAsync();
        using var client = DashboardHostTests.Client(host);
        Assert.Equal(0, host.Watchers);

        await using (var events = await EventsAsync(client))
        {
            await NextAsync(events);
            Assert.Equal(1, host.Watchers);
        }

        client.CancelPendingRequests();
        await UntilAsync(() => host.Watchers == 0);
    }

    [Fact]
    public async Task A_reconnect_with_the_last_id_gets_no_picture_twice()
    {
        await using var host = await SampleHost.StartAsync();
        host.Moving = false;
        using var client = DashboardHostTests.Client(host);
        string id;
        await using (var events = await EventsAsync(client))
        {
            id = (await NextAsync(events)).EventId!;
        }

        await using var again = await EventsAsync(client, id);
        var next = NextAsync(again);
        host.Snapshot = SamplePictures.At(SamplePictures.Now + 60_000, 99);
        Assert.Contains("12:31:00", (await next).Data, StringComparison.Ordinal);

        await using var foreign = await EventsAsync(client, "00000000.1");
        Assert.Contains("line1.strips", Ids((await NextAsync(foreign)).Data));
    }

    [Fact]
    public async Task A_slow_client_skips_pictures_and_gets_the_latest()
    {
        var time = new FakeTimeProvider();
        var snapshot = new LiveSnapshot(0, 0, []);
        var feed = new LiveFeed(new LiveWatch(() => snapshot, () => new MemoryStream(), time), time);
        await using var frames = feed.Follow("", s => $"{s.Time}", Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await frames.MoveNextAsync());

        for (var i = 1; i <= 100; i++)
        {
            snapshot = new LiveSnapshot(i, i, []);
            time.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.True(await frames.MoveNextAsync());
        Assert.Equal("100", frames.Current.Data);
    }

    [Fact]
    public async Task At_most_two_frames_a_second()
    {
        var time = new FakeTimeProvider();
        var version = 0L;
        var feed = new LiveFeed(new LiveWatch(() => new LiveSnapshot(version++, version, []), () => new MemoryStream(), time), time);
        var count = 0;
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in feed.Follow("", _ => "", stop.Token))
            {
                Interlocked.Increment(ref count);
            }
        }, Cancel);
        for (var i = 0; i < 100; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await stop.CancelAsync();
        await reading;
        Assert.InRange(count, 1, 21);
    }

    [Fact]
    public async Task A_core_that_stands_still_sends_nothing()
    {
        var time = new FakeTimeProvider();
        var snapshot = new LiveSnapshot(0, 0, []);
        var watch = new LiveWatch(() => snapshot, () => new MemoryStream(), time);
        watch.Look();
        time.Advance(TimeSpan.FromSeconds(6));
        var feed = new LiveFeed(watch, time);
        await using var frames = feed.Follow("", s => $"{s.Time}", Cancel).GetAsyncEnumerator(Cancel);

        Assert.True(await frames.MoveNextAsync());
        Assert.Equal("open", frames.Current.EventType);
        var next = frames.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(next.IsCompleted);
        snapshot = new LiveSnapshot(7, 1, []);
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        Assert.Equal("7", frames.Current.Data);
    }

    [Fact]
    public void Places_are_bounded_and_come_back()
    {
        var feed = new LiveFeed(new LiveWatch(() => null, () => new MemoryStream(), TimeProvider.System), TimeProvider.System);
        var places = new List<IDisposable>();
        for (var i = 0; i < LiveFeed.MaxClients; i++)
        {
            Assert.True(feed.TryEnter(out var place));
            places.Add(place);
        }

        Assert.False(feed.TryEnter(out _));
        Assert.Equal(1, feed.Refused);
        places[0].Dispose();
        places[0].Dispose();
        Assert.True(feed.TryEnter(out _));
        Assert.False(feed.TryEnter(out _));
    }

    [Fact]
    public async Task The_api_streams_the_same_pictures_as_data()
    {
        await using var host = await SampleHost.StartAsync();
        using var client = DashboardHostTests.Client(host);
        await using var events = await EventsAsync(client, path: "/api/v1/live");

        using var frame = JsonDocument.Parse((await NextAsync(events)).Data);
        using var once = JsonDocument.Parse(await client.GetStringAsync("/api/v1/live", Cancel));

        Assert.Equal(frame.RootElement.ToString(), once.RootElement.ToString());
        Assert.Equal(10252, once.RootElement.GetProperty("machines")[0].GetProperty("shift").GetProperty("good").GetInt64());
    }

    private static async Task<IAsyncEnumerator<SseItem<string>>> EventsAsync(HttpClient client, string? lastId = null,
        string path = "/live?lang=en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stream = await answer.Content.ReadAsStreamAsync(Cancel);
        return SseParser.Create(stream).EnumerateAsync(Cancel).GetAsyncEnumerator(Cancel);
    }

    private static async Task<SseItem<string>> NextAsync(IAsyncEnumerator<SseItem<string>> events, Func<string, bool>? wanted = null)
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancel))
        {
            if (events.Current.EventType == "picture" && (wanted is null || wanted(events.Current.Data)))
            {
                return events.Current;
            }
        }

        throw new InvalidOperationException("The feed ended.");
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static IEnumerable<string> Ids(string frame)
    {
        using var json = JsonDocument.Parse(frame);
        return [.. json.RootElement.GetProperty("parts").EnumerateArray().Select(p => p[0].GetString()!)];
    }
}
