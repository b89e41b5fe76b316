using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using EdgeCollector.Core.Live;

namespace EdgeCollector.Dashboard;

/// <summary>
/// Snapshots as server-sent events. There is no queue: each client's loop takes the latest picture when its last frame has gone out, so a
/// slow client skips pictures and holds nothing up. At most two frames a second and client; at most <see cref="MaxClients"/> clients.
/// </summary>
internal sealed class LiveFeed(LiveWatch watch, TimeProvider time)
{
    public const int MaxClients = 32;

    /// <summary>A picture at most this often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(2);

    /// <summary>Ids of another start of the program are not ours, whatever their number.</summary>
    private readonly string _instance = RandomNumberGenerator.GetHexString(8, lowercase: true);

    private int _clients;
    private long _refused;

    public int Clients => Volatile.Read(ref _clients);

    /// <summary>Clients turned away because there were <see cref="MaxClients"/>.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Takes one of the places; false when all are taken. The place is free again when <paramref name="place"/> is
    /// disposed.</summary>
    public bool TryEnter(out IDisposable place)
    {
        if (Interlocked.Increment(ref _clients) > MaxClients)
        {
            Interlocked.Decrement(ref _clients);
            Interlocked.Increment(ref _refused);
            place = Nothing.Instance;
            return false;
        }

        place = new Place(this, watch.Watch());
        return true;
    }

    /// <summary>Frames (event <c>picture</c>) until cancelled; none while the core stands still, so that the page sees its silence. Where
    /// there is nothing new at once, an empty event <c>open</c> tells the client that it is connected.</summary>
    /// <param name="lastEventId">What the client saw last before its connection broke; that picture is not sent twice.</param>
    public async IAsyncEnumerable<SseItem<string>> Follow(
        string lastEventId, Func<LiveSnapshot, string> render, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sent = Version(lastEventId);
        var opened = false;
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            var picture = watch.Look();
            if (picture.Snapshot is { } snapshot && picture.Version != sent && picture.Age < LiveWatch.StaleAfter)
            {
                (sent, opened) = (picture.Version, true);
                yield return new SseItem<string>(render(snapshot), "picture") { EventId = Id(sent), ReconnectionInterval = Reconnect };
            }
            else if (!opened)
            {
                opened = true;
                yield return new SseItem<string>("", "open") { ReconnectionInterval = Reconnect };
            }
        }
        while (await TickAsync(timer, cancellationToken).ConfigureAwait(false));
    }

    private static async ValueTask<bool> TickAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private string Id(long version) => string.Create(CultureInfo.InvariantCulture, $"{_instance}.{version}");

    private long Version(string id) =>
        id.StartsWith(_instance + ".", StringComparison.Ordinal)
        && long.TryParse(id.AsSpan(_instance.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : 0;

    private sealed class Place(LiveFeed feed, IDisposable lease) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Decrement(ref feed._clients);
                lease.Dispose();
            }
        }
    }

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
