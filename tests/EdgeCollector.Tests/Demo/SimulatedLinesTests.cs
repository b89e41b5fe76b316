using EdgeCollector.Core.Inputs;
using EdgeCollector.Demo;
using EdgeCollector.Sources;
using EdgeCollector.Sources.Gpio;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Demo;

public sealed class SimulatedLinesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);
    private static readonly Signal Good = new(2, 7, "packer1", "good", SignalRole.Good) { Pulse = true };
    private static readonly Signal Scrap = new(3, 7, "packer1", "scrap", SignalRole.Scrap) { Pulse = true };
    private readonly FakeTimeProvider _real = new(Start);
    private readonly GpioEdge[] _into = new GpioEdge[64];

    [Fact]
    public void Edges_come_out_in_order_numbered_and_on_the_monotonic_clock()
    {
        var time = new ScaledTimeProvider(Start.AddHours(-1), 60, _real);
        using var lines = new SimulatedLines(time);
        lines.Drive([Edge(1000, PackerLine.Run, true), Edge(2800, PackerLine.Good, true), Edge(2900, PackerLine.Good, false)]);
        Assert.True(lines.ReadLevel((int)PackerLine.Run));
        Assert.False(lines.ReadLevel((int)PackerLine.Good));

        Assert.Equal(2, lines.Read(_into.AsSpan(0, 2), TimeSpan.Zero));
        Assert.Equal(1, lines.Read(_into.AsSpan(2), TimeSpan.Zero));
        Assert.Equal(0, lines.Read(_into.AsSpan(3), TimeSpan.Zero));
        Assert.Equal([1u, 2u, 3u], _into.Take(3).Select(e => e.Sequence));
        Assert.Equal(1_800_000_000, _into[1].MonotonicTime - _into[0].MonotonicTime);

        _real.Advance(TimeSpan.FromSeconds(100));
        var age = time.MonotonicNanoseconds() - _into[0].MonotonicTime;
        Assert.Equal(time.UtcNanoseconds() - Start.AddSeconds(1).UtcNanoseconds(), age);
    }

    [Fact]
    public void The_GPIO_source_counts_every_pack_at_its_time()
    {
        var from = Start.ToUnixTimeMilliseconds();
        var packer = new SimulatedPacker(1, from);
        var edges = packer.Advance(from + 3_600_000, new SimulatedFiller(1, from).Advance(from + 3_600_000));
        using var lines = new SimulatedLines(_real);
        lines.Drive(edges);
        var sampler = new GpioSampler(
            7, [new(Good, (int)PackerLine.Good, false, true, false, 0),
                new(Scrap, (int)PackerLine.Scrap, false, true, false, 0)], lines, new OwnClock(_real));
        var samples = new Input[2];
        sampler.Connected(_real.MonotonicNanoseconds(), samples);

        var (good, scrap, times) = (0L, 0L, new List<long>());
        for (int read; (read = lines.Read(_into, TimeSpan.Zero)) > 0;)
        {
            foreach (var edge in _into.AsSpan(0, read))
            {
                if (sampler.Sample(edge, _real.MonotonicNanoseconds(), samples) == 0) continue;

                if (samples[0].Id == Good.Id) good += samples[0].Bits;
                else scrap += samples[0].Bits;
                times.Add(samples[0].SourceTime);
            }
        }

        Assert.Equal((packer.Made.Good, packer.Made.Reject), (good, scrap));
        var expected = edges.Where(e => e is { Rising: true, Line: PackerLine.Good or PackerLine.Scrap }).Select(e => e.At * 1_000_000);
        Assert.Equal(expected, times);
    }

    /// <summary>Whoever reads lines knows them by their place among those asked for, not by their number on the chip.</summary>
    [Fact]
    public void The_packers_lines_are_numbered_by_their_place() =>
        Assert.Equal([0, 1, 2, 3], Enum.GetValues<PackerLine>().Select(line => (int)line));

    [Fact]
    public void What_nobody_reads_in_time_is_lost_counted_and_shown_by_the_numbers()
    {
        using var lines = new SimulatedLines(_real);
        for (var i = 0; i < SimulatedLines.Capacity + 3; i++) lines.Drive([Edge(i, PackerLine.Good, i % 2 == 0)]);
        Assert.Equal(3, lines.Lost);

        var last = 0u;
        for (int read; (read = lines.Read(_into, TimeSpan.Zero)) > 0;) last = _into[read - 1].Sequence;
        Assert.Equal((uint)SimulatedLines.Capacity, last);
        lines.Drive([Edge(99_999_999, PackerLine.Run, true)]);
        lines.Read(_into, TimeSpan.Zero);
        Assert.Equal(last + 4, _into[0].Sequence);
    }

    [Fact]
    public async Task A_waiting_read_is_woken_by_an_edge_by_Wake_and_by_the_end()
    {
        var lines = new SimulatedLines(_real);
        var read = ReadAsync();
        lines.Drive([Edge(1, PackerLine.Run, true)]);
        Assert.Equal(1, await read);
        read = ReadAsync();
        lines.Wake();
        Assert.Equal(0, await read);
        read = ReadAsync();
        lines.Dispose();
        await Assert.ThrowsAsync<IOException>(() => read);

        Task<int> ReadAsync() => Task.Run(() => lines.Read(new GpioEdge[4], TimeSpan.FromSeconds(30)));
    }

    private static PackerEdge Edge(long ms, PackerLine line, bool rising) => new(Start.ToUnixTimeMilliseconds() + ms, line, rising);
}
