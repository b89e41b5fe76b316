namespace EdgeCollector.OpcUa.Client;

/// <summary>
/// How many Publish requests are kept at the server: two for each subscription, one more while the server has more to say than it may,
/// fewer once it says BadTooManyPublishRequests. Pure.
/// </summary>
internal sealed class PublishDepth(int subscriptions)
{
    /// <summary>Never more than this.</summary>
    public const int Most = 64;

    private readonly int _least = Math.Clamp(2 * subscriptions, 2, Most);
    private int _cap = Most;
    private int _extra;

    /// <summary>Requests to keep at the server.</summary>
    public int Target => Math.Clamp(_least + _extra, 1, _cap);

    /// <summary>Told about each response.</summary>
    public void Responded(bool moreNotifications) =>
        _extra = moreNotifications ? Math.Min(_extra + 1, _least) : Math.Max(_extra - 1, 0);

    /// <summary>The server refused one of <paramref name="inFlight"/> requests.</summary>
    public void TooMany(int inFlight) => _cap = Math.Max(1, Math.Min(_cap, inFlight) - 1);
}
