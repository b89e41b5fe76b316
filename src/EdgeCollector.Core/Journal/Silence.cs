namespace EdgeCollector.Core.Journal;

/// <summary>How long nothing has been heard: worth a question after a while, then after twice as long each time. One owner.</summary>
internal sealed class Silence(TimeSpan first, TimeSpan longest, TimeProvider time)
{
    private long _since = time.GetTimestamp();
    private TimeSpan _more;

    public void Broken()
    {
        _since = time.GetTimestamp();
        _more = TimeSpan.Zero;
    }

    /// <summary>True where it is time to ask; the next time is later.</summary>
    public bool IsLong()
    {
        var pause = first + _more;
        if (time.GetElapsedTime(_since) < pause)
        {
            return false;
        }

        _since = time.GetTimestamp();
        _more = (pause * 2 < longest ? pause * 2 : longest) - first;
        return true;
    }
}
