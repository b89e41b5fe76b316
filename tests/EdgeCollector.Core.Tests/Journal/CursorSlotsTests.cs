using EdgeCollector.Core.Journal;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class CursorSlotsTests
{
    private readonly SimDisk _disk = new();

    [Fact]
    public void The_value_saved_last_is_there_after_a_power_cut_or_the_one_before_it()
    {
        var random = new Random(3);
        var file = _disk.Create("cursor", CursorSlots.Size);
        var cursor = new CursorSlots(file);
        Assert.Equal(0, cursor.Value);
        for (var value = 1; value <= 50; value++)
        {
            cursor.Save(value);
            Assert.Equal(value, new CursorSlots(_disk.Crash(random).Open("cursor")).Value);

            _disk.FailAfter = 1;
            Assert.Throws<IOException>(() => cursor.Save(1000));
            Assert.Contains(new CursorSlots(_disk.Crash(random).Open("cursor")).Value, (long[])[value, 1000]);
            _disk.FailAfter = -1;
            cursor.Save(value);
        }
    }
}
