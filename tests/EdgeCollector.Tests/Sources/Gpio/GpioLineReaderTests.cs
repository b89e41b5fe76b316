using EdgeCollector.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

public sealed class GpioLineReaderTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly ScriptedKernel _kernel = new();
    private readonly GpioEdge[] _edges = new GpioEdge[64];

    public GpioLineReaderTests()
    {
        var chip = _kernel.Add("edge-hil", 32);
        chip.Names[17] = "GPIO17";
    }

    [Fact]
    public void Edges_come_with_the_kernels_time_and_number_and_their_lines_place_in_the_request()
    {
        using var reader = Open();
        _kernel.Edge(27, rising: false, 1_000);
        _kernel.Edge(17, rising: true, 2_000);

        Assert.Equal(2, reader.Read(_edges, Soon));

        Assert.Equal([new GpioEdge(1_000, 1, false, 1, 1), new GpioEdge(2_000, 0, true, 2, 1)], _edges[..2]);
    }

    [Fact]
    public void No_more_edges_are_read_than_there_is_room_for()
    {
        using var reader = Open();
        for (var i = 0; i < 100; i++)
        {
            _kernel.Edge(27, rising: false, i);
        }

        Assert.Equal(10, reader.Read(_edges.AsSpan(0, 10), Soon));
        Assert.Equal(0, reader.Read([], Soon));
        Assert.Equal(64, reader.Read(_edges, Soon));
        Assert.Equal(26, reader.Read(_edges, Soon));
        Assert.Equal(100u, _edges[25].Sequence);
    }

    [Fact]
    public void The_level_read_is_that_of_the_line_asked_for()
    {
        using var reader = Open();
        _kernel.Set(27, high: true);

        Assert.Equal((false, true), (reader.ReadLevel(0), reader.ReadLevel(1)));
    }

    [Fact]
    public async Task Wake_ends_a_waiting_read_once()
    {
        using var reader = Open();
        var reading = Task.Run(() => reader.Read(_edges, Long), TestContext.Current.CancellationToken);

        reader.Wake();

        Assert.Equal(0, await reading.WaitAsync(Long, TestContext.Current.CancellationToken));
        _kernel.Edge(27, rising: false, 5);
        Assert.Equal(1, reader.Read(_edges, Long));
    }

    [Fact]
    public void A_chip_that_goes_away_ends_reading_with_a_message_that_names_it()
    {
        using var reader = Open();
        _kernel.Unplug();

        var error = Assert.Throws<GpioException>(() => reader.Read(_edges, Soon));

        Assert.Equal(("edge-hil (/dev/gpiochip0, 32 lines): the chip is gone – plug it in again; tried every 2 s", GpioHealth.Wait),
            (error.Message, error.Health));
        Assert.Throws<GpioException>(() => reader.ReadLevel(0));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(11)]
    public void An_interrupted_read_is_a_time_out_and_not_a_fault(int errno)
    {
        using var reader = Open();
        _kernel.FailReads = errno;

        Assert.Equal(0, reader.Read(_edges, Soon));
    }

    [Fact]
    public void A_held_line_is_named_with_its_holder()
    {
        _kernel.Chips[0].Held[17] = "lirc";
        _kernel.RefuseLines = 16;

        var error = Assert.Throws<GpioException>(Open);

        Assert.StartsWith("edge-hil (/dev/gpiochip0, 32 lines): run on GPIO17 (line 17) is held by \"lirc\" – end that", error.Message);
        Assert.Equal(GpioHealth.Failed, error.Health);
        Assert.Equal(0, _kernel.OpenDescriptors);
    }

    [Fact]
    public void A_line_without_interrupt_is_refused_with_the_reason()
    {
        _kernel.RefuseLines = 6;

        var error = Assert.Throws<GpioException>(Open);

        Assert.Contains("a line cannot report edges (no interrupt): run on GPIO17, good on pin 27", error.Message);
    }

    [Fact]
    public void Two_signals_on_one_line_are_refused_by_both_their_names()
    {
        GpioLine[] same = [Line("run", "GPIO17", 0), Line("good", null, 17)];

        Assert.EndsWith(
            "run on GPIO17 and good on pin 17 are the same line – take another",
            Assert.Throws<GpioException>(() => GpioLines.Open(_kernel, "auto", same, TimeProvider.System)).Message);
        Assert.Equal(0, _kernel.OpenDescriptors);
    }

    [Fact]
    public void Nothing_stays_open_after_the_reader()
    {
        Open().Dispose();

        Assert.Equal(0, _kernel.OpenDescriptors);
    }

    private static GpioLine Line(string signal, string? name, int pin) =>
        new(signal, name, pin, GpioEdges.Both, PullUp: false, TimeSpan.FromMilliseconds(5));

    private IGpioLines Open() =>
        GpioLines.Open(_kernel, "auto", [Line("run", "GPIO17", 0), Line("good", null, 27)], TimeProvider.System);
}
