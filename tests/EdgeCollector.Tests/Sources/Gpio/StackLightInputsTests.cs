using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using EdgeCollector.Options;
using EdgeCollector.Site;
using EdgeCollector.Sources.Gpio;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

/// <summary>From the levels of lamps to the machine's state, through the site's own configuration and the engine.</summary>
public sealed class StackLightInputsTests : IDisposable
{
    private const string Text = """
        version: 1
        node: { name: edge1, timezone: Europe/Amsterdam }
        uns: { enterprise: acme, site: eindhoven, area: packaging }
        lines:
          - name: line1
            machines:
              - name: press1
                ideal_cycle: 1s
                gpio:
                  good: { pin: 27 }
                  stack_light: { red: { pin: 5 }, amber: { pin: 6 }, green: { pin: 13 }, blink: 1.2s }
                  state: { when: [{ Down: red_blinking }, { Stop: red }, { Starved: amber }, { Running: green }], else: External }

        """;

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);
    private readonly SubmittedInputs _inputs = new();
    private readonly MachineModel _machine;
    private readonly EngineConfiguration _engine;
    private readonly StackLightInputs _door;

    public StackLightInputsTests()
    {
        var loaded = ConfigurationLoader.Parse("test", Text, new Dictionary<string, string>());
        Assert.Empty(loaded.Diagnostics.Select(d => d.Message));
        var model = new SiteModelBuilder(loaded.Options!, new SignalTable()).Build([]);
        (_machine, _engine) = (Assert.Single(model.Machines), model.Engine);
        _door = new(_inputs, StackLightSource.Lamps(_machine.Options.Gpio!, name => _machine[name]), _time);
    }

    private IReadOnlyList<Input> Taken => _inputs.WaitFor(_ => true);

    public void Dispose() => _door.Dispose();

    [Fact]
    public void Operands_of_rules_are_read_by_the_engine_and_the_others_are_tags()
    {
        Assert.Equal(EdgeCollector.Core.Inputs.SignalRole.Operand, _machine["red_blinking"].Role);
        Assert.Equal(EdgeCollector.Core.Inputs.SignalRole.Tag, _machine["green_blinking"].Role);
    }

    [Fact]
    public void A_machine_is_Unknown_until_its_lamps_are_decided_and_then_dated_back()
    {
        Open(green: true);
        Assert.All(Taken.Where(input => input.Kind == InputKind.Sample), input => Assert.Equal(Quality.Bad, input.Quality));
        Assert.Empty(States());

        Pass(2);

        Assert.Equal([(Category.Running, 0)], States());
    }

    [Fact]
    public void Blinking_is_one_change_dated_at_its_first_edge_and_never_flaps()
    {
        Open(green: true);
        Pass(10);
        Lamp("green", false);
        for (var i = 0; i < 20; i++)
        {
            Lamp("red", i % 2 == 0);
            Pass(0.5);
        }

        Pass(10);

        // Green went at 10.0 s, red blinks from 10.0 s to its last edge at 19.5 s.
        Assert.Equal([(Category.Running, 0), (Category.Down, 10_000), (Category.External, 19_500)], LastOfEachMoment(States()));
    }

    [Fact]
    public void Pieces_that_came_meanwhile_do_not_keep_a_change_from_being_dated_back()
    {
        Open(green: true);
        Pass(10);
        Lamp("amber", true);
        Pass(0.4);
        _door.TrySubmit([Sample("good", 1) with { ValueKind = ValueKind.Unsigned }], out _);
        Pass(10);

        Assert.Equal([(Category.Running, 0), (Category.Starved, 10_000)], States());
    }

    [Fact]
    public void What_finds_no_room_is_decided_as_if_it_had_come_at_once()
    {
        Open(green: true);
        Pass(10);
        _inputs.Full = true;
        Input[] edge = [Sample("amber", 1)];
        Pass(0.3);
        Assert.True(_door.TrySubmit(edge, out _));
        Pass(10);
        Assert.Equal([(Category.Running, 0)], States());

        _inputs.Full = false;
        Pass(1);

        Assert.Equal([(Category.Running, 0), (Category.Starved, 10_000)], States());
    }

    [Fact]
    public void While_edges_wait_for_room_nothing_is_decided_without_them()
    {
        Open(green: true);
        Pass(10);
        Lamp("amber", true);
        Pass(0.5);
        _inputs.Full = true;
        Input[] waiting = [Sample("good", 1) with { ValueKind = ValueKind.Unsigned }, Sample("amber", 0)];
        Assert.False(_door.TrySubmit(waiting, out _));
        _inputs.Full = false;
        Pass(5);
        Assert.Equal([(Category.Running, 0)], States());

        Assert.True(_door.TrySubmit(waiting, out _));
        Pass(5);

        Assert.Equal(10_000, Taken.Single(input => input.Id == _machine["amber_blinking"].Id && input.Bits == 1).SourceTime / 1_000_000
            - Start.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void A_loss_makes_the_lamps_unknown_until_they_are_decided_anew()
    {
        Open(green: true);
        Pass(10);
        _door.Submit([Sample("red", 0) with { Kind = InputKind.Communication, ValueKind = ValueKind.None, Id = _machine.Id }]);
        Pass(10);
        Open(green: false, red: true);
        Pass(10);

        Assert.Equal([(Category.Running, 0), (Category.Unknown, 10_000), (Category.Stop, 20_000)], LastOfEachMoment(States()));
    }

    [Fact]
    public void Changes_of_several_lamps_come_in_the_order_of_their_dates_whichever_was_decided_first()
    {
        Open(green: true);
        Pass(10);
        Lamp("green", false);
        Pass(0.3);
        Lamp("red", true);
        Pass(0.3);
        Lamp("red", false);
        Pass(0.3);
        Lamp("red", true);
        Pass(10);

        Assert.Equal([(Category.Running, 0), (Category.External, 10_000), (Category.Down, 10_300), (Category.Stop, 10_900)], States());
    }

    /// <summary>Whatever three lamps are made to show at once, each with its own rhythm: the machine's states are the programmed ones, in
    /// order and to the millisecond.</summary>
    [Fact]
    public void Random_programs_of_three_lamps_give_the_programmed_states_dated_exactly()
    {
        const long Ms = 1_000_000;
        string[] lamps = ["red", "amber", "green"];
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            LampProgram[] programs = [.. lamps.Select(_ => LampProgram.Make(random, 1200, parts: 1 + random.Next(8)))];
            using var test = new StackLightInputsTests();
            test.Open(red: programs[0].Starts, amber: programs[1].Starts, green: programs[2].Starts);
            var now = 0L;
            foreach (var (lamp, level, at) in lamps.Zip(programs).SelectMany(p => p.Second.Edges.Select(e => (p.First, e.Level, e.At)))
                .OrderBy(edge => edge.At))
            {
                // Read up to 50 ms after it happened.
                var read = Math.Max(now, at + Math.Min(50, random.NextInt64(200)));
                test.Pass((read - now) / 1000.0);
                now = read;
                var edge = test.Sample(lamp, level ? 1 : 0);
                edge.SourceTime -= (now - at) * Ms;
                test._door.TrySubmit([edge], out _);
            }

            test.Pass(5);
            var expected = Expected(programs);
            var states = LastOfEachMoment(test.States()).ToList();
            Assert.True(expected.SequenceEqual(states), $"seed {seed}: {string.Join(' ', expected)} came as {string.Join(' ', states)}");
        }
    }

    private static List<(Category, long)> Expected(LampProgram[] programs)
    {
        var expected = new List<(Category Category, long)>();
        foreach (var at in programs.SelectMany(program => program.States).Select(state => state.At).Distinct().Order())
        {
            LampState[] shown = [.. programs.Select(program => program.States.Last(state => state.At <= at).State)];
            var category = shown switch
            {
                [LampState.Blinking, _, _] => Category.Down,
                [LampState.On, _, _] => Category.Stop,
                [_, not LampState.Off, _] => Category.Starved,
                [_, _, not LampState.Off] => Category.Running,
                _ => Category.External,
            };
            if (expected.Count == 0 || expected[^1].Category != category)
            {
                expected.Add((category, at));
            }
        }

        return expected;
    }

    private static IEnumerable<(Category, long)> LastOfEachMoment(IEnumerable<(Category Category, long At)> states) =>
        states.GroupBy(state => state.At).Select(moment => moment.Last());

    private void Open(bool green, bool red = false, bool amber = false) => Assert.True(_door.TrySubmit(
        [
            Sample("red", red ? 1 : 0) with { Kind = InputKind.Communication, ValueKind = ValueKind.None, Id = _machine.Id, Bits = 1 },
            Sample("red", red ? 1 : 0) with { Flags = InputFlags.Initial },
            Sample("amber", amber ? 1 : 0) with { Flags = InputFlags.Initial },
            Sample("green", green ? 1 : 0) with { Flags = InputFlags.Initial },
        ],
        out _));

    private void Lamp(string lamp, bool level) => _door.TrySubmit([Sample(lamp, level ? 1 : 0)], out _);

    private Input Sample(string signal, long bits) => new()
    {
        Kind = InputKind.Sample,
        ValueKind = ValueKind.Boolean,
        Id = _machine[signal].Id,
        Bits = bits,
        SourceTime = _time.UtcNanoseconds(),
        ReceiveTime = _time.UtcNanoseconds(),
        MonotonicTime = _time.MonotonicNanoseconds(),
    };

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)));

    /// <summary>What the engine says of all that went through, ms since the start.</summary>
    private List<(Category Category, long At)> States()
    {
        var facts = new Facts();
        var engine = new OeeEngine(1);
        var start = Start.AddMilliseconds(-1).ToUnixTimeMilliseconds() * 1_000_000;
        engine.Apply(1, new Input { Kind = InputKind.Epoch, Bits = 1, SourceTime = start, ReceiveTime = start }, facts);
        engine.Apply(2, new Input { Kind = InputKind.Configuration, Reference = _engine, SourceTime = start, ReceiveTime = start }, facts);
        var sequence = 3;
        foreach (var input in Taken)
        {
            engine.Apply(sequence++, input, facts);
        }

        return [.. facts.OfType<StateFact>().Select(state => (state.Category, state.Time - Start.ToUnixTimeMilliseconds()))];
    }

    private sealed class Facts : List<Fact>, IFactSink;
}
