using EdgeCollector.Core.Inputs;
using EdgeCollector.Demo;
using EdgeCollector.OpcUa.Server;
using EdgeCollector.OpcUa.Types;
using EdgeCollector.Options;
using EdgeCollector.Security;
using EdgeCollector.Site;
using EdgeCollector.Sources.OpcUa;
using EdgeCollector.Tests.Options;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeCollector.Tests.Sources.OpcUa;

/// <summary>The source against a real server over loopback, configured as a site does it.</summary>
public sealed class OpcUaSourceTests : IAsyncDisposable
{
    private const string Uri = "urn:test:machine";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgecollector-source-");
    private readonly CancellationTokenSource _stop = new();
    private readonly TestInputs _inputs = new();
    private readonly WallClock _wall = new();
    private readonly List<(SourceState State, string Message)> _said = [];
    private Plant _plant = new(0);
    private Task _running = Task.CompletedTask;
    private MachineModel _model = null!;
    private OpcUaSource _source = null!;

    private const string Signals =
        """
        state: { node: "nsu=urn:test:machine;s=M.State", map: packml }
        good: { node: "nsu=urn:test:machine;s=M.Good" }
        """;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _plant.DisposeAsync();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Values_arrive_as_inputs_after_the_source_is_said_to_be_there()
    {
        Start(Signals);
        var restored = await _inputs.WaitAsync(i => i is { Kind: InputKind.Communication, Bits: 1 });
        var state = await _inputs.WaitAsync(i => Is("state", i));
        Assert.True(restored.Place < state.Place);
        Assert.Equal((6L, Quality.Good, InputFlags.Initial), (state.Input.Bits, state.Input.Quality, state.Input.Flags));
        _plant.Good.Set(Variant.Of(11u), DateTime.UtcNow);
        Assert.Equal(InputFlags.None, (await _inputs.WaitAsync(i => Is("good", i) && i.Bits == 11)).Input.Flags);
    }

    [Fact]
    public async Task A_short_cut_is_bridged_without_a_word()
    {
        Start(Signals);
        await _inputs.WaitAsync(i => Is("good", i));
        _plant.Server.DropConnections();
        _plant.Good.Set(Variant.Of(12u), DateTime.UtcNow);
        await _inputs.WaitAsync(i => Is("good", i) && i.Bits == 12);
        Assert.DoesNotContain(_inputs.All, i => i is { Kind: InputKind.Communication, Bits: 0 } or { Kind: InputKind.Gap });
    }

    [Fact]
    public async Task A_restarted_server_is_lost_then_restored_with_initial_values()
    {
        Start(Signals);
        var before = await _inputs.WaitAsync(i => Is("good", i));
        var port = new Uri(_plant.Server.EndpointUrl).Port;
        await _plant.DisposeAsync();
        _plant = new Plant(port);
        var lost = await _inputs.WaitAsync(i => i is { Kind: InputKind.Communication, Bits: 0 }, before.Place);
        var restored = await _inputs.WaitAsync(i => i is { Kind: InputKind.Communication, Bits: 1 }, lost.Place);
        var good = await _inputs.WaitAsync(i => Is("good", i), restored.Place);
        Assert.True(lost.Input.SourceTime <= restored.Input.SourceTime);
        Assert.Equal(InputFlags.Initial | InputFlags.SourceRestarted, good.Input.Flags);
    }

    [Fact]
    public async Task A_wall_clock_that_is_set_ahead_makes_the_skipped_time_unknown_and_what_is_true_is_read_anew()
    {
        Start(Signals);
        var before = await _inputs.WaitAsync(i => Is("good", i));
        _wall.Set(TimeSpan.FromHours(1));
        _plant.Good.Set(Variant.Of(12u), DateTime.UtcNow);
        var lost = await _inputs.WaitAsync(i => i is { Kind: InputKind.Communication, Bits: 0 }, before.Place);
        var restored = await _inputs.WaitAsync(i => i is { Kind: InputKind.Communication, Bits: 1 }, lost.Place);
        var state = await _inputs.WaitAsync(i => Is("state", i), restored.Place);

        Assert.InRange(restored.Input.SourceTime - lost.Input.SourceTime, 3_599_000_000_000, 3_601_000_000_000);
        Assert.Equal(InputFlags.Initial, state.Input.Flags & InputFlags.Initial);
    }

    [Fact]
    public async Task While_a_wall_clock_that_was_set_back_has_not_caught_up_time_goes_on_and_is_flagged()
    {
        Start(Signals);
        var before = await _inputs.WaitAsync(i => Is("good", i));
        _wall.Set(TimeSpan.FromHours(-1));
        _plant.Good.Set(Variant.Of(12u), DateTime.UtcNow);
        var after = await _inputs.WaitAsync(i => Is("good", i) && i.Bits == 12, before.Place);

        Assert.InRange(after.Input.ReceiveTime - before.Input.ReceiveTime, 0, 30_000_000_000);
        Assert.Equal(InputFlags.Clock, after.Input.Flags);
        Assert.DoesNotContain(_inputs.All, i => i is { Kind: InputKind.Communication, Bits: 0 });
    }

    [Fact]
    public async Task An_unknown_node_is_named_and_the_other_signals_go_on()
    {
        Start(Signals.Replace("M.State", "M.Nowhere", StringComparison.Ordinal));
        Assert.Equal(Quality.Bad, (await _inputs.WaitAsync(i => Is("state", i))).Input.Quality);
        Assert.Equal(10, (await _inputs.WaitAsync(i => Is("good", i))).Input.Bits);
        var said = Assert.Single(Failures());
        Assert.StartsWith("state: nsu=urn:test:machine;s=M.Nowhere (BadNodeIdUnknown", said, StringComparison.Ordinal);
        Assert.EndsWith($"edgecollector browse {_plant.Server.EndpointUrl}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_type_is_named_and_the_other_signals_go_on()
    {
        Start(Signals.Replace("M.Good", "M.Text", StringComparison.Ordinal));
        Assert.Equal(Quality.Bad, (await _inputs.WaitAsync(i => Is("good", i))).Input.Quality);
        await _inputs.WaitAsync(i => Is("state", i) && i.Quality == Quality.Good);
        Assert.Equal("good: nsu=urn:test:machine;s=M.Text is String, expected a number; choose another node", Assert.Single(Failures()));
    }

    [Fact]
    public async Task Acknowledgements_are_held_until_the_commit_and_values_go_on()
    {
        var committed = new TestCommitted();
        Start(Signals, committed);
        var first = await _inputs.WaitAsync(i => Is("good", i));
        _plant.Good.Set(Variant.Of(13u), DateTime.UtcNow);
        await _inputs.WaitAsync(i => Is("good", i) && i.Bits == 13, first.Place);
        Assert.True(_source.HeldNotifications >= 2);
        committed.Reach(long.MaxValue);
        Assert.True(SpinWait.SpinUntil(() => _source.HeldNotifications == 0, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_PackML_object_gives_its_nodes_by_browsing_and_says_what_it_lacks()
    {
        Start("packml: \"nsu=urn:test:machine;s=Filler1\"");
        Assert.Equal(11, (await _inputs.WaitAsync(i => Is("state", i))).Input.Bits);
        Assert.Equal(1, (await _inputs.WaitAsync(i => Is("mode", i))).Input.Bits);
        Assert.Equal(98_765, (await _inputs.WaitAsync(i => Is("total", i))).Input.Bits);
        Assert.Equal(7, (await _inputs.WaitAsync(i => Is("scrap", i))).Input.Bits);
        Assert.Equal(
            "m1: nsu=urn:test:machine;s=Filler1 has no Admin/StopReason (stops come without the machine's reason)",
                Failures().Distinct().Single());
    }

    [Fact]
    public async Task Part30050_636_nested_state_machines_are_one_state()
    {
        Start("packml: \"nsu=urn:test:machine;s=Nested\"");
        Assert.Equal("Held", (await _inputs.WaitAsync(i => Is("state", i))).Input.Text);
        _plant.Machines[2].Set(Variant.Of(new LocalizedText("Execute")), DateTime.UtcNow);
        var execute = await _inputs.WaitAsync(i => Is("state", i) && i.Text == "Execute");
        // The inner machines may be told later: what the outer one says holds.
        _plant.Machines[0].Set(Variant.Of(new LocalizedText("Aborted")), DateTime.UtcNow);
        await _inputs.WaitAsync(i => Is("state", i) && i.Text == "Aborted", execute.Place);
        _plant.Machines[1].Set(default, DateTime.UtcNow, StatusCode.BadStateNotActive);
        _plant.Machines[0].Set(Variant.Of(new LocalizedText("Cleared")), DateTime.UtcNow);
        await _inputs.WaitAsync(i => Is("state", i) && i.Quality == Quality.Bad, execute.Place);
    }

    [Fact]
    public async Task The_demos_filler_is_understood_by_its_profile()
    {
        await using var filler = new FillerServer("Filler1", TimeProvider.System, TimeProvider.System);
        filler.Start(0);
        var simulated = new SimulatedFiller(1, DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeMilliseconds());
        filler.Publish(simulated.Advance(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        Start($"packml: \"nsu={FillerServer.NamespaceUri};s=Filler1\"", endpoint: filler.EndpointUrl);
        foreach (var signal in (string[])["state", "mode", "total", "scrap", "stop_reason"])
            Assert.Equal(Quality.Good, (await _inputs.WaitAsync(i => Is(signal, i))).Input.Quality);
        Assert.Equal((long)simulated.State, _inputs.All.First(i => Is("state", i)).Bits);
        Assert.Empty(Failures());
    }

    [Fact]
    public async Task An_object_that_is_not_there_is_named_with_the_verb_that_finds_it()
    {
        Start("packml: \"nsu=urn:test:machine;s=Nobody\"");
        await _source.FirstAttempt.WaitAsync(TimeSpan.FromSeconds(20));
        var said = Assert.Single(Failures());
        Assert.StartsWith("m1: the PackML object nsu=urn:test:machine;s=Nobody cannot be read (", said, StringComparison.Ordinal);
        Assert.EndsWith($"edgecollector browse {_plant.Server.EndpointUrl}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_subscription_is_restored_only_by_the_next_one()
    {
        var port = new Uri(_plant.Server.EndpointUrl).Port;
        await _plant.DisposeAsync();
        Start(Signals);
        await _source.FirstAttempt.WaitAsync(TimeSpan.FromSeconds(20));
        _source.OnGap(new(0, 0, DateTimeOffset.UtcNow, "the server no longer has the subscription"));
        Assert.Equal([(InputKind.Communication, 0L), (InputKind.Gap, _inputs.All[1].Bits)], _inputs.All.Select(i => (i.Kind, i.Bits)));
        Assert.Equal(SourceState.Wait, _said[^1].State);
        _plant = new Plant(port);
        var restored = await _inputs.WaitAsync(i => i is { Kind: InputKind.Communication, Bits: 1 });
        Assert.Equal(2, restored.Place);
    }

    [Fact]
    public async Task A_server_that_is_down_holds_nothing_back()
    {
        var port = new Uri(_plant.Server.EndpointUrl).Port;
        await _plant.DisposeAsync();
        Start(Signals);
        await _source.FirstAttempt.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(SourceState.Wait, _said[0].State);
        _plant = new Plant(port);
        await _inputs.WaitAsync(i => Is("good", i));
    }

    private void Start(string opcua, ICommitted? committed = null, string? endpoint = null)
    {
        var text = ConfigurationText.Head + ConfigurationText.OpcUaMachine.Replace(
            "opcua: { endpoint: \"opc.tcp://plc:4840\",",
            "opcua:\n" + string.Concat(
                $"endpoint: {endpoint ?? _plant.Server.EndpointUrl}\nsecurity: None\nallow_insecure: true\npublishing: 50ms\n{opcua}"
                .Split('\n').Select(line => $"          {line}\n")),
            StringComparison.Ordinal);
        var loaded = ConfigurationText.Load(text);
        Assert.DoesNotContain(loaded.Diagnostics, found => found.Severity == Severity.Error);
        _model = new SiteModelBuilder(loaded.Options!, new SignalTable()).Build([]).Machines[0];
        var pki = new OpcUaPki(_folder.FullName, TimeProvider.System);
        var health = new SourceHealth(_plant.Server.EndpointUrl, (state, message) =>
        {
            lock (_said) _said.Add((state, message));
        });
        _source = OpcUaSources.Create(
            _model, pki, new SecretResolver(ConfigurationText.NoEnvironment), health, _wall, TimeProvider.System,
                NullLoggerFactory.Instance);
        _running = _source.RunAsync(_inputs, committed ?? new TestCommitted(long.MaxValue), _stop.Token);
    }

    private bool Is(string signal, Input input) => input.Kind == InputKind.Sample && input.Id == _model[signal].Id;

    private List<string> Failures()
    {
        lock (_said) return [.. _said.Where(s => s.State == SourceState.Failed).Select(s => s.Message)];
    }

    /// <summary>The system's clocks; the wall clock can be set.</summary>
    private sealed class WallClock : TimeProvider
    {
        private long _set;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _set));

        public void Set(TimeSpan by) => Interlocked.Add(ref _set, by.Ticks);
    }

    private sealed class Plant : IAsyncDisposable
    {
        public Plant(int port)
        {
            var space = new AddressSpace(Uri, TimeProvider.System);
            var machine = space.AddObject(space.Objects, "M");
            space.AddVariable(machine, "State", Variant.Of(6));
            Good = space.AddVariable(machine, "Good", Variant.Of(10u));
            space.AddVariable(machine, "Text", Variant.Of("x"));
            var filler = space.AddObject(space.Objects, "Filler1");
            var status = space.AddObject(filler, "Status");
            space.AddVariable(status, "StateCurrent", Variant.Of(11));
            space.AddVariable(status, "UnitModeCurrent", Variant.Of(1));
            var admin = space.AddObject(filler, "Admin");
            space.AddVariable(admin, "ProdProcessedCount",
                Variant.OfArray([ValueReaderTests.Structure(ValueReaderTests.CountBody(12, 98_765))]));
            space.AddVariable(admin, "ProdDefectiveCount", Variant.OfArray([7, 8]));
            var nested = space.AddObject(space.Objects, "Nested");
            var (around, machines) = (nested, new List<UaNode>());
            foreach (var (name, state) in ((string, string)[])[("BaseStateMachine", "Cleared"), ("MachineState", "Running"),
                ("ExecuteState", "Held")])
            {
                around = space.AddObject(around, name);
                machines.Add(space.AddVariable(around, "CurrentState", Variant.Of(new LocalizedText(state))));
            }

            Machines = machines;
            space.AddObject(nested, "Status");
            space.AddObject(nested, "Admin");
            Server = new UaServer(space, "test", TimeProvider.System);
            Server.Start(port);
        }

        public UaServer Server { get; }

        public UaNode Good { get; }

        public IReadOnlyList<UaNode> Machines { get; }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
