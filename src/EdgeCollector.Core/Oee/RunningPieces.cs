namespace EdgeCollector.Core.Oee;

/// <summary>
/// The pieces since a moment, kept while the windows that begin there run: only pages that closed since the last call are added. Any
/// change before the newest page makes it start again (<see cref="Timeline.Version"/>).
/// </summary>
internal sealed class RunningPieces(Timeline timeline)
{
    private readonly PieceTally _sum = new();
    private long _version = -1;
    private int _next;

    public long From { get; private set; } = long.MinValue;

    /// <summary>Adds all pieces after <paramref name="from"/>; false: a page is cut there, nothing was added.</summary>
    public bool TryAdd(long from, PieceTally into)
    {
        if (from != From || _version != timeline.Version)
        {
            (From, _version, _next) = (from, timeline.Version, timeline.Count);
            _sum.Clear();
            while (_next > 0 && timeline[_next - 1].End > from)
            {
                _next--;
            }
        }

        for (; _next < timeline.Count - 1; _next++)
        {
            if (!After(timeline[_next], from))
            {
                return false;
            }

            _sum.Add(timeline[_next].Tally);
        }

        if (timeline.Count > 0 && timeline[timeline.Count - 1] is var last && last.End > from)
        {
            if (!After(last, from))
            {
                return false;
            }

            into.Add(last.Tally);
        }

        into.Add(_sum);
        return true;
    }

    private static bool After(HourPage page, long from) => page.Sealed ? page.LastTime > from : page.Count == 0 || page.FirstTime > from;
}
