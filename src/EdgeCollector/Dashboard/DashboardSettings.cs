using System.Net;
using EdgeCollector.Core.Live;
using EdgeCollector.Storage.History;

namespace EdgeCollector.Dashboard;

/// <summary>Where the dashboard listens.</summary>
/// <param name="Listen">Loopback until set up; port 0 takes a free one.</param>
internal sealed record DashboardSettings(IPEndPoint Listen);

/// <summary>What pages read, given by whoever hosts them (<c>run</c>, <c>demo</c>): a snapshot, history, and how the connections stand;
/// never the engine.</summary>
/// <param name="Site">The configuration's names; asked at each page, so that a new revision shows.</param>
/// <param name="Snapshot">The latest picture; null before the first.</param>
/// <param name="Watch">Makes the core build pictures until disposed.</param>
/// <param name="Badges">How the connections stand now.</param>
/// <param name="IsAlive">The threads that matter have moved.</param>
/// <param name="IsReady">Every source has been tried once.</param>
internal sealed record DashboardSources(
    Func<DashboardSite> Site,
    Func<LiveSnapshot?> Snapshot,
    Func<IDisposable> Watch,
    Func<IReadOnlyList<ConnectionBadge>> Badges,
    HistoryQueries? History,
    Func<bool> IsAlive,
    Func<bool> IsReady)
{
    /// <summary>JSON behind a record's id; null: no such record, and why. Null where no archive is kept.</summary>
    public Func<string, CancellationToken, (byte[]? Json, string Why)>? Explain { get; init; }
}
