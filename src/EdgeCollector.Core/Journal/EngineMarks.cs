namespace EdgeCollector.Core.Journal;

/// <summary>
/// Where the inputs of each hour begin: who has to fold from a moment on finds the place without reading what lies before it. Goes with the
/// checkpoint.
/// </summary>
public sealed class EngineMarks
{
    private const long Hour = 3_600_000;
    private readonly List<(long Time, ArchivePoint Point)> _marks = [];

    /// <summary>An input was folded.</summary>
    /// <param name="time">Its receive time, ms UTC.</param>
    public void Pass(long time, ArchivePoint point)
    {
        if (_marks.Count == 0 || time / Hour > _marks[^1].Time / Hour)
        {
            _marks.Add((time, point));
        }
    }

    /// <summary>The last place from which everything from a moment on is folded, or the first that is known; null: none is.</summary>
    /// <param name="moment">ms UTC.</param>
    public ArchivePoint? Before(long moment) => _marks.Count == 0 ? null : _marks[IndexOf(moment)].Point;

    /// <summary>What lies before the place of a moment is asked for no more.</summary>
    public void ForgetBefore(long moment)
    {
        if (_marks.Count > 0) _marks.RemoveRange(0, IndexOf(moment));
    }

    public void Export(RecordWriter writer)
    {
        writer.UInt((ulong)_marks.Count);
        foreach (var (time, point) in _marks)
        {
            writer.Int(time);
            writer.Int(point.Epoch);
            writer.Int(point.Sequence);
        }
    }

    public static EngineMarks Import(ref RecordReader reader)
    {
        var marks = new EngineMarks();
        for (var left = reader.Int32(reader.Remaining); left > 0 && !reader.Failed; left--)
        {
            marks._marks.Add((reader.Int(), new(reader.Int(), reader.Int())));
        }

        return marks;
    }

    private int IndexOf(long moment) => Math.Max(0, _marks.FindLastIndex(mark => mark.Time <= moment));
}
