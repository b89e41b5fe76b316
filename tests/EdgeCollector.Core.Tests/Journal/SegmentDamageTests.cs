using EdgeCollector.Core.Journal;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

/// <summary>T3 of reliability.md: a tail that is cut, flipped, zeroed or shuffled. The log always opens, gives no damaged batch out, and loses
/// no batch that was left whole.</summary>
public sealed class SegmentDamageTests
{
    private const int SegmentBytes = 64 * 1024;
    private static readonly SegmentOptions Small = new() { SegmentBytes = SegmentBytes, MaxBytes = 8 * SegmentBytes, Reserve = 0 };
    private readonly SimDisk _disk = new();
    private readonly LogWriter _writer = new(1000);
    private readonly string _name;
    private readonly byte[] _whole;
    private readonly List<(int From, int To, long First)> _places;
    private readonly int _end;

    public SegmentDamageTests()
    {
        using (var log = new SegmentLog(_disk, Small))
        {
            for (var i = 0; i < 6; i++)
            {
                log.Write([_writer.Next(3), _writer.Next(2, text: 700, fact: true), _writer.Next(1)]);
            }
        }

        _name = _disk.List().Single();
        _whole = (byte[])_disk[_name].Clone();
        _places = [.. SegmentScan.Batches(_whole, out _).Select(b => (b.Position, b.Position + b.Header.Length, b.Header.First))];
        _end = _places[^1].To;
    }

    [Fact]
    public void Cut_at_each_of_the_last_4096_bytes()
    {
        for (var cut = _end - 4096; cut < _end; cut++)
        {
            var bytes = (byte[])_whole.Clone();
            bytes.AsSpan(cut).Clear();
            AssertOnlyDamagedLost(bytes);
        }
    }

    [Fact]
    public void Each_of_the_last_32768_bits_flipped()
    {
        for (var bit = (_end * 8) - 32_768; bit < _end * 8; bit++)
        {
            var bytes = (byte[])_whole.Clone();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertOnlyDamagedLost(bytes);
        }
    }

    [Fact]
    public void Ten_thousand_random_flips_header_and_all()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = (byte[])_whole.Clone();
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                var bit = random.Next(_end * 8);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            AssertOnlyDamagedLost(bytes);
        }
    }

    [Fact]
    public void Blocks_zeroed_doubled_and_swapped()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = (byte[])_whole.Clone();
            var one = Block(bytes, random);
            var other = Block(bytes, random);
            var copy = other.ToArray();
            switch (i % 3)
            {
                case 0:
                    one.Clear();
                    break;
                case 1:
                    copy.CopyTo(one);
                    break;
                default:
                    one.CopyTo(other);
                    copy.CopyTo(one);
                    break;
            }

            AssertStartsAndGivesOnlyWholeBatches(bytes);
        }
    }

    [Fact]
    public void The_first_blocks_zeroed_however_many()
    {
        for (var blocks = 1; blocks <= 4; blocks++)
        {
            var bytes = (byte[])_whole.Clone();
            bytes.AsSpan(0, blocks * Segment.Block).Clear();
            AssertOnlyDamagedLost(bytes);
        }
    }

    [Fact]
    public void Damage_in_the_middle_is_kept_for_people_and_counted()
    {
        var bytes = (byte[])_whole.Clone();
        bytes[_places[4].From + 40] ^= 1;
        var damaged = _disk.With(_name, bytes);
        using var log = new SegmentLog(damaged, Small);

        Assert.Equal(_places[4].To - _places[4].From, log.Recovered.DamagedBytes);
        Assert.Equal(log.Recovered.DamagedBytes, damaged.Quarantined.Values.Single().Length);
        Assert.Equal(_places.Count - 1, LogWriter.ReadAll(log).Count);
    }

    private static Span<byte> Block(byte[] bytes, Random random) =>
        bytes.AsSpan(random.Next(1, 8) * Segment.Block, Segment.Block);

    private void AssertOnlyDamagedLost(byte[] bytes)
    {
        var read = AssertStartsAndGivesOnlyWholeBatches(bytes);
        foreach (var (from, to, first) in _places)
        {
            if (bytes.AsSpan(from, to - from).SequenceEqual(_whole.AsSpan(from, to - from)))
            {
                Assert.Contains(first, read);
            }
        }
    }

    private HashSet<long> AssertStartsAndGivesOnlyWholeBatches(byte[] bytes)
    {
        using var log = new SegmentLog(_disk.With(_name, bytes), Small);
        var read = LogWriter.ReadAll(log);
        foreach (var (first, batch) in read)
        {
            Assert.Equal(_writer.Batches.Single(b => b.First == first).Bytes.ToArray(), LogWriter.Content(batch));
        }

        return [.. read.Select(batch => batch.First)];
    }
}
