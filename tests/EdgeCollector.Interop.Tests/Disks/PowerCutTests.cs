using System.Globalization;
using Xunit;
using static System.FormattableString;

namespace EdgeCollector.Interop.Tests.Disks;

/// <summary>T2 of reliability.md: power cuts at random moments on a real file system. <c>EDGECOLLECTOR_CUTS</c> says how many, else 5.</summary>
[Trait("Needs", "root")]
public sealed class PowerCutTests
{
    private const int Short = 5;

    /// <summary>Lives of one image; then the next begins with an empty one.</summary>
    private const int Lives = 25;

    private static int Cuts =>
        int.TryParse(Environment.GetEnvironmentVariable("EDGECOLLECTOR_CUTS"), CultureInfo.InvariantCulture, out var cuts) ? cuts : Short;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_by_a_power_cut()
    {
        var (acknowledged, lost, corrupt, line) = await CutAsync(CutWriter.Journal, Cuts);
        Assert.True(lost == 0 && corrupt == 0, line);
        Assert.True(acknowledged > 0, line);
    }

    [Theory]
    [InlineData(CutWriter.NoSync)]
    [InlineData(CutWriter.Sqlite)]
    public async Task A_writer_that_does_not_sync_loses_which_shows_that_this_test_can_see_it(string kind)
    {
        var (_, lost, corrupt, line) = await CutAsync(kind, Math.Max(Cuts / 20, Short));
        Assert.True(lost > 0 && corrupt == 0, line);
    }

    private static async Task<(long Acknowledged, long Lost, long Corrupt, string Line)> CutAsync(string kind, int cuts)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var (acknowledged, lost, corrupt, aside) = (0L, 0L, 0L, 0L);
        for (var done = 0; done < cuts;)
        {
            using var chain = new PowerCut(kind, random);
            for (var life = 0; life < Lives && done < cuts; life++, done++)
            {
                await chain.CutAsync();
            }

            (acknowledged, lost, corrupt, aside) =
                (acknowledged + chain.Acknowledged, lost + chain.Lost, corrupt + chain.Corrupt, aside + chain.PutAside);
        }

        var line = Invariant($"power cuts: {kind}: {cuts} cuts, {acknowledged} ids acknowledged, {lost} lost, {corrupt} batches corrupt, ")
            + Invariant($"{aside} bytes put aside, seed {seed}");
        TestContext.Current.SendDiagnosticMessage(line);
        return (acknowledged, lost, corrupt, line);
    }
}
