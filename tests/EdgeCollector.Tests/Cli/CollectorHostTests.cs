using EdgeCollector.Cli;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Options;
using EdgeCollector.Site;
using EdgeCollector.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeCollector.Tests.Cli;

/// <summary>The wired service with sources of the tests: real core, history and pages.</summary>
public sealed class CollectorHostTests : IDisposable
{
    private const string Text = """
        version: 1
        node: { name: edge1, timezone: Europe/Amsterdam }
        uns: { enterprise: acme, site: eindhoven, area: packaging }
        dashboard: { listen: "127.0.0.1:0" }
        lines:
          - name: line1
            machines:
              - { name: good1, ideal_cycle: 1s, gpio: { chip: none, good: { pin: 1 } } }
              - { name: bad1, ideal_cycle: 1s, gpio: { chip: none, good: { pin: 2 } } }

        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("edgecollector-host-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_source_that_throws_is_one_machines_trouble_and_does_not_hold_back_ready()
    {
        var good = new TestSource("good1", fault: null);
        await using var host = new CollectorHost(Plan(good, new TestSource("bad1", new InvalidOperationException("out of its mind"))), NullLoggerFactory.Instance);

        await host.StartAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.True(host.IsReady);
        Assert.False(host.Failed.IsCompleted);
        Assert.Equal((StatusState.Failed, "out of its mind"), (host.Status.Get("source bad1")!.State, host.Status.Get("source bad1")!.Message));
        Assert.True(good.IsRunning);
    }

    [Fact]
    public async Task A_core_that_ends_by_itself_ends_the_start_before_ready_and_says_why()
    {
        await using var host = new CollectorHost(Plan(new TestSource("good1", fault: null, poison: true)), NullLoggerFactory.Instance);

        await host.StartAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.False(host.IsReady);
        Assert.True(host.Failed.IsCompleted);
    }

    [Fact]
    public async Task A_source_that_does_not_stop_is_left_behind()
    {
        var host = new CollectorHost(Plan(new TestSource("good1", fault: null, deaf: true)), NullLoggerFactory.Instance);
        await host.StartAsync(CancellationToken.None).WaitAsync(Patience);

        await host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
    }

    private CollectorPlan Plan(params IMachineSource[] sources)
    {
        var loaded = ConfigurationLoader.Parse("test", Text, new Dictionary<string, string>());
        Assert.Empty(loaded.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Message));
        var model = new SiteModelBuilder(loaded.Options!, new SignalTable()).Build([]);
        return new(loaded.Options!, model, new SecretResolver(new Dictionary<string, string>()), _data.FullName, Roles.All) { Sources = (_, _) => sources };
    }

    /// <param name="fault">Thrown before the first attempt is over.</param>
    /// <param name="poison">Submits what no journal can encode, and is never done with its first attempt.</param>
    /// <param name="deaf">Does not hear that it is to stop.</param>
    private sealed class TestSource(string machine, Exception? fault, bool poison = false, bool deaf = false) : IMachineSource
    {
        private readonly TaskCompletionSource _first = new();

        public string Machine => machine;

        public bool IsRunning { get; private set; }

        public Task FirstAttempt => _first.Task;

        public async Task RunAsync(IInputs inputs, ICommitted committed, CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (fault is not null) throw fault;
            IsRunning = true;
            if (poison) inputs.Submit([new Input { Kind = InputKind.Entry, Reference = new object() }]);
            else _first.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, deaf ? CancellationToken.None : cancellationToken);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
