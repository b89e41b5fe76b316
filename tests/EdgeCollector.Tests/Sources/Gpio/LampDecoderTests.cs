using EdgeCollector.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

public sealed class LampDecoderTests
{
    private const long Ms = 1_000_000;
    private const long Blink = 1200 * Ms;
    private readonly LampChange[] _into = new LampChange[LampDecoder.Most];
    private readonly List<(LampState State, long At)> _told = [];
    private LampDecoder _decoder = new(Blink);

    [Fact]
    public void A_level_is_decided_when_it_outlasts_the_blink_time_and_dated_at_its_edge()
    {
        Begin(false, 0);
        Advance(1200);
        Assert.Empty(_told);
        Advance(1201);
        Edge(true, 5000);
        Advance(6200);
        Assert.Equal([(LampState.Off, 0)], _told);

        Advance(6201);

        Assert.Equal([(LampState.Off, 0), (LampState.On, 5000)], _told);
    }

    [Fact]
    public void Two_changes_within_the_blink_time_are_blinking_from_the_first_and_its_end_is_the_last_edge()
    {
        Begin(false, 0);
        for (var i = 0; i < 7; i++)
        {
            Edge(i % 2 == 0, 5000 + (500 * i));
        }

        Advance(60_000);

        Assert.Equal([(LampState.Off, 0), (LampState.Blinking, 5000), (LampState.On, 8000)], _told);
    }

    [Fact]
    public void Changes_further_apart_are_no_blinking()
    {
        Begin(false, 0);
        Edge(true, 5000);
        Edge(false, 6201);
        Advance(60_000);

        Assert.Equal([(LampState.Off, 0), (LampState.On, 5000), (LampState.Off, 6201)], _told);
    }

    [Fact]
    public void A_lamp_that_blinks_when_the_lines_are_opened_blinks_since_then_and_one_that_changes_just_then_does_not()
    {
        Begin(true, 0);
        Edge(false, 300);
        Edge(true, 800);
        Assert.Equal([(LampState.Blinking, 0)], _told);

        _told.Clear();
        Begin(true, 0);
        Edge(false, 300);
        Advance(1501);
        Assert.Equal([(LampState.On, 0), (LampState.Off, 300)], _told);
    }

    [Fact]
    public void Lines_that_are_gone_decide_nothing()
    {
        Begin(true, 0);
        _decoder.End();
        Edge(false, 100);
        Advance(60_000);

        Assert.Empty(_told);
        Assert.Null(_decoder.Due);
    }

    /// <summary>Whatever the lamp is made to show, with whatever rhythm, whenever somebody asks: that comes out, each change at the edge
    /// that made it.</summary>
    [Fact]
    public void Random_programs_of_a_lamp_come_out_as_they_were_made()
    {
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var program = LampProgram.Make(random, Blink, parts: 1 + random.Next(20));
            _decoder = new(Blink);
            _told.Clear();
            Begin(program.Starts, 0);
            var asked = 0L;
            foreach (var (level, at) in program.Edges)
            {
                Ask(random, ref asked, at);
                Take(_decoder.Edge(level, new(at, at), _into));
            }

            Ask(random, ref asked, program.End);
            Take(_decoder.Advance(program.End, _into));

            Assert.True(program.States.SequenceEqual(_told),
                $"seed {seed}: {string.Join(' ', program.States)} came as {string.Join(' ', _told)}");
        }
    }

    private void Ask(Random random, ref long asked, long until)
    {
        while ((asked += random.NextInt64(2000 * Ms)) < until)
        {
            Take(_decoder.Advance(asked, _into));
        }

        asked = until;
    }

    private void Begin(bool level, long at) => _decoder.Begin(level, new(at * Ms, at));

    private void Edge(bool level, long at) => Take(_decoder.Edge(level, new(at * Ms, at), _into));

    private void Advance(long now) => Take(_decoder.Advance(now * Ms, _into));

    private void Take(int count) => _told.AddRange(_into.Take(count).Select(change => (change.State, change.At.Utc)));
}
