using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Outputs;
using EdgeCollector.Sources.Gpio;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Outputs;

/// <summary>Facts in a journal to the level of a line, step by step.</summary>
public sealed class LampDriverTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);
    private readonly MemoryJournal _journal;
    private readonly Line _line = new();
    private readonly RecordBatch _batch = new();

    public LampDriverTests() => _journal = new(1, new(), _time);

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public void The_lamp_is_lit_at_the_first_step_after_its_moment_and_steps_are_half_a_second_apart()
    {
        var driver = Driver();
        Append(Stopped(Now));
        for (var second = 0; second < 120; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Append();
            driver.Step();
            Assert.False(_line.High);
        }

        _time.Advance(LampDriver.Pace);
        driver.Step();

        Assert.True(_line.High);
        Assert.Equal(_journal.Appended, driver.Applied);
    }

    [Fact]
    public void A_journal_that_stands_still_makes_the_lamp_safe_until_it_moves_again()
    {
        var driver = Driver();
        Append(Stopped(Now - 200_000));
        driver.Step();
        Assert.True(_line.High);

        _time.Advance(LampDriver.StaleAfter);
        driver.Step();
        Assert.False(_line.High);

        Append();
        driver.Step();
        Assert.True(_line.High);
    }

    [Fact]
    public async Task However_it_ends_the_lamp_is_left_safe()
    {
        using var stop = new CancellationTokenSource();
        Append(Stopped(Now - 200_000));
        var running = Driver().RunAsync(stop.Token);
        Assert.True(_line.High);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal((false, true), (_line.High, _line.Closed));
    }

    private static Fact[] Stopped(long since) =>
    [
        new StateFact("filler1", since, Category.Stop, "stop", null, "", PackMl: false),
        new StopFact("filler1", since, "s1", StopEvent.Start, since, null, "", "", Category.Stop, Minor: true, "", null, "stop", "",
            RecordStatus.Provisional, 0, RecordFlags.None),
    ];

    private LampDriver Driver()
    {
        var lamp = new Lamp("andon", LampTrigger.StopLonger, ["filler1"], "filler1", 120_000, 0, Safe: false);
        var pin = new LampPin(safe: false, activeLow: false, _line.Open, _time, (_, _) => { });
        return new([(lamp, pin)], _journal, _time, _time);
    }

    private void Append(params Fact[] facts)
    {
        _batch.Clear(_journal.Appended + 1);
        _batch.Add(new Input { Kind = InputKind.Tick, SourceTime = _time.UtcNanoseconds() });
        foreach (var fact in facts)
        {
            _batch.Add(fact);
        }

        _journal.Append(_batch, _batch.Urgency);
    }

    private sealed class Line : IGpioOutput
    {
        public bool High { get; private set; }

        public bool Closed { get; private set; }

        public IGpioOutput Open(bool high)
        {
            High = high;
            return this;
        }

        public void Set(bool high) => High = high;

        public void Dispose() => Closed = true;
    }
}
