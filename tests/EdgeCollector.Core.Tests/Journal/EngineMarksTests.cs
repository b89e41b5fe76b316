using EdgeCollector.Core.Journal;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class EngineMarksTests
{
    private const long Hour = 3_600_000;

    [Fact]
    public void The_place_of_a_moment_is_where_its_hour_began_or_the_last_one_before()
    {
        var marks = Marks((7 * Hour, 100), (7 * Hour + 1, 101), (8 * Hour + 5, 200), (11 * Hour, 300));
        Assert.Equal(new ArchivePoint(1, 100), marks.Before(0));
        Assert.Equal(new ArchivePoint(1, 100), marks.Before(8 * Hour));
        Assert.Equal(new ArchivePoint(1, 200), marks.Before(8 * Hour + 5));
        Assert.Equal(new ArchivePoint(1, 200), marks.Before(11 * Hour - 1));
        Assert.Equal(new ArchivePoint(1, 300), marks.Before(99 * Hour));
        Assert.Null(new EngineMarks().Before(0));
    }

    [Fact]
    public void What_is_forgotten_leaves_the_place_of_its_moment()
    {
        var marks = Marks((7 * Hour, 100), (8 * Hour, 200), (9 * Hour, 300));
        marks.ForgetBefore(8 * Hour + 1);
        Assert.Equal(new ArchivePoint(1, 200), marks.Before(0));
        Assert.Equal(new ArchivePoint(1, 300), marks.Before(9 * Hour));
    }

    [Fact]
    public void They_are_read_back_as_they_were_written()
    {
        var writer = new RecordWriter();
        Marks((7 * Hour, 100), (9 * Hour, 300)).Export(writer);
        var reader = new RecordReader(writer.Written);
        var again = EngineMarks.Import(ref reader);
        Assert.Equal((100, 300), (again.Before(8 * Hour)!.Value.Sequence, again.Before(9 * Hour)!.Value.Sequence));
        Assert.False(reader.Failed);
    }

    private static EngineMarks Marks(params (long Time, long Sequence)[] passed)
    {
        var marks = new EngineMarks();
        foreach (var (time, sequence) in passed) marks.Pass(time, new(1, sequence));
        return marks;
    }
}
