using System.Text;
using EdgeCollector.Core.Lines;
using Xunit;

namespace EdgeCollector.Core.Tests.Lines;

public sealed class LineBatchTests
{
    [Fact]
    public void The_first_line_names_node_epoch_and_ids()
    {
        var batch = new LineBatch("edge-line1", 1_795_406_400);
        batch.Clear(81_000);
        Add(batch, "a v=1 1\n");
        Assert.True(batch.TryKeep(81_999));

        Assert.Equal("# edgecollector/1 edge-line1 1795406400 81000 81999\na v=1 1\n", Encoding.UTF8.GetString(batch.Seal().Span));
    }

    [Fact]
    public void Lines_of_one_input_are_never_split()
    {
        var (batch, next) = (new LineBatch("n", 1), new LineBatch("n", 1));
        batch.Clear(1);
        Add(batch, new string('x', LineBatch.Limit - 200) + "\n");
        Assert.True(batch.TryKeep(1));
        Add(batch, new string('y', 150) + "\n");
        Add(batch, new string('z', 150) + "\n");

        Assert.False(batch.TryKeep(2));
        batch.MoveRest(next);
        Assert.True(next.TryKeep(2));

        Assert.Equal((1, 1), (batch.First, batch.Last));
        Assert.Equal((2, 2), (next.First, next.Last));
        Assert.DoesNotContain("y", Encoding.UTF8.GetString(batch.Seal().Span));
        Assert.Equal(
            $"# edgecollector/1 n 1 2 2\n{new string('y', 150)}\n{new string('z', 150)}\n", Encoding.UTF8.GetString(next.Seal().Span));
    }

    [Fact]
    public void A_batch_is_at_most_64_KiB_unless_one_input_alone_is_longer()
    {
        var batch = new LineBatch("node-with-a-name", long.MaxValue);
        batch.Clear(long.MaxValue - 2_000_000);
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            Add(batch, new string('x', random.Next(1, 400)) + "\n");
            if (!batch.TryKeep(batch.Last + 1))
            {
                Assert.InRange(batch.Seal().Length, LineBatch.Limit - 600, LineBatch.Limit);
                batch.Clear(batch.Last + 1);
            }
        }

        batch.Clear(5);
        Add(batch, new string('x', 100_000) + "\n");
        Assert.True(batch.TryKeep(5));
        Assert.InRange(batch.Seal().Length, 100_000, 100_200);
    }

    [Fact]
    public void Ids_without_lines_belong_to_the_batch_that_follows()
    {
        var batch = new LineBatch("n", 1);
        batch.Clear(10);
        Assert.True(batch.TryKeep(19));
        Assert.True(batch.IsEmpty);
        Add(batch, "a v=1 1\n");
        Assert.True(batch.TryKeep(20));

        Assert.StartsWith("# edgecollector/1 n 1 10 20\n", Encoding.UTF8.GetString(batch.Seal().Span));
    }

    private static void Add(LineBatch batch, string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        bytes.CopyTo(batch.GetSpan(bytes.Length));
        batch.Advance(bytes.Length);
    }
}
