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

    [Fact]
    public void Bytes_that_belong_to_the_value_come_and_go_with_it()
    {
        var random = new Random(5);
        var file = _disk.Create("cursor", CursorSlots.Size);
        var cursor = new CursorSlots(file);
        for (var value = 1; value <= 50; value++)
        {
            var attached = new byte[random.Next(CursorSlots.MaxAttached + 1)];
            random.NextBytes(attached);
            cursor.Save(value, attached);
            var read = new CursorSlots(_disk.Crash(random).Open("cursor"));
            Assert.Equal(value, read.Value);
            Assert.Equal(attached, read.Attached.ToArray());
        }
    }

    [Fact]
    public void A_slot_of_the_version_before_has_its_value_and_no_bytes()
    {
        var file = _disk.Create("cursor", CursorSlots.Size);
        var slot = new byte[4096];
        BitConverter.TryWriteBytes(slot, 7L);
        BitConverter.TryWriteBytes(slot.AsSpan(8), 1234L);
        BitConverter.TryWriteBytes(slot.AsSpan(16), BatchHeader.Crc32C(slot.AsSpan(0, 16)));
        file.Write(4096, slot);
        var cursor = new CursorSlots(file);
        Assert.Equal((1234, 0), (cursor.Value, cursor.Attached.Length));
    }
}
