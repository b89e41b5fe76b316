using EdgeCollector.Core.Oee;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

/// <summary>What the archive keeps is enough: folding it gives every lasting record and stop again, as it was stated.</summary>
public sealed class ArchiveReplayTests
{
    [Fact]
    public void Folding_what_is_kept_gives_what_was_stated()
    {
        var stated = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var kept = ArchiveHistory.Kept(seed);
            var sink = new FactList();
            var engine = new OeeEngine(77);
            foreach (var entry in kept)
            {
                if (entry.IsInput)
                {
                    sink.All.Clear();
                    engine.Apply(entry.Sequence, entry.Input, sink);
                }
                else if (entry.Fact is OeeRecord or StopFact)
                {
                    Assert.True(sink.All.Contains(entry.Fact), $"seed {seed}, #{entry.Sequence}:\n{entry.Fact}\n{string.Join('\n', sink.All)}");
                    stated++;
                }
            }
        }

        Assert.True(stated > 5_000, $"{stated}");
    }
}
