using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using Xunit;

namespace EdgeCollector.Core.Tests.Inputs;

public sealed class TieBreakerTests
{
    private const long T = 1_795_000_000_000_000_000;

    [Fact]
    public void Equal_source_times_of_one_signal_get_the_next_digits()
    {
        var ties = new TieBreaker();
        Assert.Equal([T, T + 1, T + 2, T + 100], Apply(ties, (1, T), (1, T), (1, T), (1, T + 100)));
        Assert.Equal(2, ties.Ties);
    }

    [Fact]
    public void Signals_do_not_disturb_each_other() =>
        Assert.Equal([T, T, T + 1, T + 1], Apply(new TieBreaker(), (1, T), (2, T), (1, T), (2, T)));

    [Fact]
    public void Digits_below_a_tick_are_taken_away_first() =>
        Assert.Equal([T, T + 1, -100], Apply(new TieBreaker(), (1, T + 57), (1, T + 99), (2, -1)));

    [Fact]
    public void A_late_equal_time_still_gets_its_own_digits() =>
        Assert.Equal(
            [T, T + 100, T + 200, T + 1, T + 101],
            Apply(new TieBreaker(), (1, T), (1, T + 100), (1, T + 200), (1, T), (1, T + 100)));

    [Fact]
    public void More_than_100_equal_times_run_on_and_never_meet_the_next_tick()
    {
        var ties = new TieBreaker();
        var times = Apply(ties, [.. Enumerable.Repeat((1, T), 150), (1, T + 100), (1, T + 200)]);
        Assert.Equal(times.Length, times.Distinct().Count());
        Assert.Equal(T + 149, times[149]);
        Assert.Equal(T + 150, times[150]);
        Assert.Equal(T + 200, times[151]);
    }

    [Fact]
    public void The_same_value_read_again_after_a_reconnect_is_the_same_point()
    {
        var ties = new TieBreaker();
        Assert.Equal(T, One(ties, T, 5, InputFlags.None));
        Assert.Equal(T, One(ties, T, 5, InputFlags.Initial));
        Assert.Equal(T + 1, One(ties, T, 6, InputFlags.Initial));
        Assert.Equal(T + 2, One(ties, T, 6, InputFlags.None));
    }

    [Fact]
    public void Only_samples_are_touched()
    {
        var tick = new Input { Kind = InputKind.Tick, SourceTime = T + 7 };
        new TieBreaker().Apply(ref tick);
        Assert.Equal(T + 7, tick.SourceTime);
    }

    [Fact]
    public void A_restart_with_the_exported_state_gives_the_same_digits()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var inputs = Enumerable.Range(0, 400).Select(_ => (random.Next(1, 80), T + (random.Next(6) * 100))).ToArray();
            var whole = Apply(new TieBreaker(), inputs);

            var before = new TieBreaker();
            var cut = random.Next(inputs.Length);
            var first = Apply(before, inputs[..cut]);
            var writer = new RecordWriter();
            before.Export(writer);
            var after = new TieBreaker();
            var reader = new RecordReader(writer.Written);
            Assert.True(after.TryImport(ref reader));
            Assert.Equal(0, reader.Remaining);
            Assert.Equal(whole, first.Concat(Apply(after, inputs[cut..])));
        }
    }

    [Fact]
    public void A_damaged_state_is_refused_whole()
    {
        var ties = new TieBreaker();
        Apply(ties, (1, T), (70, T));
        var writer = new RecordWriter();
        ties.Export(writer);
        for (var length = 0; length < writer.Length; length++)
        {
            var reader = new RecordReader(writer.Written[..length]);
            Assert.False(new TieBreaker().TryImport(ref reader));
        }
    }

    private static long[] Apply(TieBreaker ties, params (int Id, long Time)[] samples) =>
        [.. samples.Select((s, i) =>
        {
            var input = new Input { Kind = InputKind.Sample, Id = s.Id, SourceTime = s.Time, Bits = i };
            ties.Apply(ref input);
            return input.SourceTime;
        })];

    private static long One(TieBreaker ties, long time, long bits, InputFlags flags)
    {
        var input = new Input { Kind = InputKind.Sample, Id = 1, SourceTime = time, Bits = bits, Flags = flags };
        ties.Apply(ref input);
        return input.SourceTime;
    }
}
