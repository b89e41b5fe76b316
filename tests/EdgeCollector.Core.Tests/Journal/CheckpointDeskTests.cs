using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class CheckpointDeskTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CheckpointDesk _desk;

    public CheckpointDeskTests() =>
        _desk = new(new() { Every = TimeSpan.FromMinutes(10), Inputs = 1000, BytesPerSecond = 100 }, _time);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void One_is_due_after_its_time_or_after_so_many_inputs()
    {
        Assert.False(_desk.IsDue(999));
        Assert.True(_desk.IsDue(1000));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(_desk.IsDue(1));
        Assert.False(_desk.IsDue(0));
    }

    [Fact]
    public void While_one_is_being_stored_no_other_is_taken()
    {
        Lay();
        Assert.True(_desk.IsTaken);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(_desk.IsDue(5000));
        _desk.Done(0);
        Assert.True(_desk.IsDue(5000));
    }

    [Fact]
    public void A_large_one_is_taken_the_less_often()
    {
        Lay();
        _desk.Done(120_000);
        _time.Advance(TimeSpan.FromSeconds(1199));
        Assert.False(_desk.IsDue(5000));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_desk.IsDue(5000));
    }

    [Fact]
    public async Task Whoever_stores_it_waits_for_it_and_has_it_whole()
    {
        var wait = _desk.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(wait.IsCompleted);
        Lay();
        await wait;
        Assert.Equal(new ArchivePoint(7, 42), _desk.At);
        Assert.Equal(new ArchivePoint(7, 42), Checkpoint.Read(_desk.State.Span, EngineLimits.Live)!.At);
    }

    private void Lay() => _desk.Lay(new(7, 42), new EngineMarks(), new TieBreaker(), new OeeEngine(7));
}
