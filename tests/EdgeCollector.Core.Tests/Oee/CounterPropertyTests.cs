using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>A counter with a known truth: what is believed equals what was made, but for what the rules say is lost.</summary>
public sealed class CounterPropertyTests
{
    private const long Six = 6 * Hour;
    private const int Modulus = 65_536;

    [Fact]
    public void Counted_totals_equal_the_truth_over_resets_wraps_restarts_duplicates_and_spikes()
    {
        foreach (var seed in PropertyCases.Seeds("counter totals equal a model's truth"))
        {
            var random = new Random(seed);
            var site = new TestSite();
            var (at, shown, made, epoch) = (Six, random.NextInt64(0, Modulus), 0L, 100L);
            site.State(at, "Running");
            site.Total(at, shown);
            for (var i = 0; i < 30 && at < 13 * Hour; i++)
            {
                var seconds = random.NextInt64(1, 600);
                var pieces = random.NextInt64(0, seconds + 1);
                at += seconds * Second;
                switch (random.Next(9))
                {
                    case 0 when shown < 40_000 && shown > 2 * seconds:
                        // Reset in between, unannounced: what came before it since the last reading is lost.
                        shown = pieces / 2;
                        made += shown;
                        site.Total(at, shown);
                        break;
                    case 1:
                        // Announced: the counter begins at 0, whatever it shows.
                        shown = pieces / 2;
                        made += shown;
                        site.Value(2, at, shown, flags: InputFlags.AnnouncedReset);
                        break;
                    case 2:
                        // One reading that cannot be; the next one is right.
                        var spike = (shown + pieces + 20_000) % Modulus;
                        (made, shown) = (made + pieces, (shown + pieces) % Modulus);
                        if (spike > (2 * seconds) + 700)
                        {
                            site.Total(at - 1, spike);
                        }

                        site.Total(at, shown);
                        break;
                    case 3:
                        // The program was down: the first reading afterwards gives all that was made meanwhile.
                        (made, shown) = (made + pieces, (shown + pieces) % Modulus);
                        site.Put(new Input { Kind = InputKind.Epoch, Bits = ++epoch }, at - 500, at - 500);
                        site.Put(new Input { Kind = InputKind.Configuration, Reference = site.Configuration }, at - 500, at - 500);
                        site.Total(at, shown);
                        break;
                    case 4:
                        (made, shown) = (made + pieces, (shown + pieces) % Modulus);
                        site.Total(at, shown);
                        site.Total(at, shown);
                        break;
                    case 5:
                        site.Value(2, at, 0, Quality.Bad);
                        at += Second;
                        (made, shown) = (made + pieces, (shown + pieces) % Modulus);
                        site.Total(at, shown);
                        break;
                    default:
                        (made, shown) = (made + pieces, (shown + pieces) % Modulus);
                        site.Total(at, shown);
                        break;
                }
            }

            var record = site.Window(Six, 14 * Hour, 14 * Hour);
            Assert.True(made == record.Total + record.Recovered + record.OutsidePlan,
                $"seed {seed}: made {made}, counted {record.Total} + {record.Recovered} + {record.OutsidePlan}");
        }
    }
}
