using EdgeCollector.Core.Journal;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class AckRangesTests
{
    [Fact]
    public void Ranges_of_many_bridges_merge_like_a_set_of_ids()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var start = random.Next(1, 20);
            var ranges = new AckRanges(start);
            var model = new SortedSet<long>();
            for (var i = 0; i < 60; i++)
            {
                var first = random.Next(0, 200);
                var range = new SequenceRange(first, first + random.Next(-1, 20));
                var added = 0;
                for (var id = range.First; id <= range.Last; id++)
                {
                    added += id >= start && model.Add(id) ? 1 : 0;
                }

                Assert.Equal(added, ranges.Add(range));
                Assert.Equal(model.Count, ranges.Count);
                Assert.Equal(model.Count > 0 ? model.Max : start - 1, ranges.Highest);
                Assert.Equal(Enumerable.Range(start, 300).First(id => !model.Contains(id)), ranges.LowestMissing);
                Assert.Equal(
                    Enumerable.Range(start, 300).Where(id => id <= ranges.Highest && !model.Contains(id)).Select(id => (long)id),
                    ranges.Holes.SelectMany(h => Enumerable.Range((int)h.First, (int)(h.Last - h.First + 1))).Select(id => (long)id));
                var probe = random.Next(start, 200);
                Assert.Equal(model.Contains(probe) && model.Contains(probe + 1), ranges.Covers(new SequenceRange(probe, probe + 1)));
                Assert.All(ranges.Ranges.Zip(ranges.Ranges.Skip(1)), pair => Assert.True(pair.First.Last + 1 < pair.Second.First));
            }
        }
    }
}
