using EdgeCollector.Cli;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using EdgeCollector.Options;
using EdgeCollector.Security;
using EdgeCollector.Site;
using EdgeCollector.Sources.Gpio;
using EdgeCollector.Sources.OpcUa;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Demo;

/// <summary>
/// Everything of the service with simulated machines at its end: a real OPC UA server, GPIO lines that are driven, a broker. Nothing
/// else is needed: no hardware, no network, no other service.
/// </summary>
internal sealed class DemoHost : IAsyncDisposable
{
    /// <summary>Lived through before the pages open.</summary>
    public static readonly TimeSpan Past = TimeSpan.FromHours(1);

    private const int Seed = 20261123;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(12);
    private readonly ILoggerFactory _loggers;
    private readonly CancellationTokenSource _stopMachines = new();
    private readonly CancellationTokenSource _stopCounting = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("edgecollector-demo-");
    private readonly OpcUaPki _pki;
    private readonly ScaledTimeProvider _clock;
    private readonly FillerServer _server;
    private readonly SimulatedLines _lines;
    private readonly DemoMachines _machines;
    private readonly DateTimeOffset _origin;
    private DemoBroker? _broker;
    private CollectorHost? _service;
    private LastCounts? _counted;
    private Task _counting = Task.CompletedTask;
    private Task _living = Task.CompletedTask;

    public DemoHost(double speed, ILoggerFactory loggers)
    {
        _loggers = loggers;
        _pki = new(_data.FullName, TimeProvider.System);
        _origin = StartOfEarlyShift(TimeProvider.System.GetUtcNow()) + Past;
        _clock = new(_origin - Past, speed, TimeProvider.System);
        _server = new("Filler1", _clock, TimeProvider.System);
        _lines = new(_clock);
        _machines = new(_clock, _server, _lines, Seed, Milliseconds(_origin - Past));
    }

    public Uri Pages => _service!.Pages!;

    /// <summary>Completes if a part of the service ended by itself.</summary>
    public Task<Exception> Failed => _service!.Failed;

    public async Task StartAsync(int port, CancellationToken cancellationToken)
    {
        _server.Start(0);
        _broker = await DemoBroker.StartAsync().ConfigureAwait(false);
        var text = DemoConfiguration.Text(_server.EndpointUrl, _broker.Address, port);
        var loaded = ConfigurationLoader.Parse("demo", text, new Dictionary<string, string>());
        var options = loaded.Options
            ?? throw new InvalidDataException($"the demo's configuration is wrong: {string.Join("; ", loaded.Diagnostics)}");
        var model = new SiteModelBuilder(options, new SignalTable()).Build(loaded.Show().Select(line => line.ToString()));
        var plan = new CollectorPlan(options, model, new SecretResolver(new Dictionary<string, string>()), _data.FullName, Roles.All)
        {
            Clock = _clock,
            Keeps = false,
            Sources = (status, loggers) => [Filler(model, status, loggers), Packer(model, status, loggers)],
            Backfill = door =>
            {
                _counted = new(_service!.Journal!);
                _counting = _counted.RunAsync(_stopCounting.Token);
                new DemoBackfill(model, _machines).Run(door, Milliseconds(_origin - Past), Milliseconds(_origin));
                _clock.Jump(_origin - _clock.GetUtcNow());
                return Task.CompletedTask;
            },
        };
        _service = new(plan, _loggers);
        await _service.StartAsync(cancellationToken).ConfigureAwait(false);
        if (!_service.IsReady) throw new IOException((await _service.Failed.ConfigureAwait(false)).Message);

        _living = _machines.RunAsync(_stopMachines.Token);
    }

    /// <summary>Stops the machines, lets what they made go its way, and compares the ends.</summary>
    public async Task<DemoSummary> FinishAsync()
    {
        await _stopMachines.CancelAsync().ConfigureAwait(false);
        await _living.ConfigureAwait(false);
        var deadline = TimeProvider.System.GetUtcNow() + Settle;
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        DemoSummary summary;
        do
        {
            await poll.WaitForNextTickAsync().ConfigureAwait(false);
            var counters = _service!.History!.Counters().Select(row => row.Fact);
            summary = await DemoSummary.TakeAsync(_machines, _counted!, _broker!, counters, _service.Core!.Processed)
                .ConfigureAwait(false);
        }
        while (!summary.Agrees && TimeProvider.System.GetUtcNow() < deadline);

        return summary;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopMachines.CancelAsync().ConfigureAwait(false);
        await _living.ConfigureAwait(false);
        await _stopCounting.CancelAsync().ConfigureAwait(false);
        await _counting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_service is not null) await _service.DisposeAsync().ConfigureAwait(false);
        if (_broker is not null) await _broker.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _pki.Dispose();
        _stopMachines.Dispose();
        _stopCounting.Dispose();
        _data.Delete(recursive: true);
    }

    private OpcUaSource Filler(SiteModel model, StatusBoard status, ILoggerFactory loggers)
    {
        var machine = model.Machines.First(m => m.Name == "filler1");
        var health = new SourceHealth(
            _server.EndpointUrl, SourceWiring.Report("opcua filler1", status, loggers.CreateLogger<OpcUaSource>()));
        var secrets = new SecretResolver(new Dictionary<string, string>());
        return OpcUaSources.Create(machine, _pki, secrets, health, _clock, TimeProvider.System, loggers);
    }

    private GpioSource Packer(SiteModel model, StatusBoard status, ILoggerFactory loggers)
    {
        var machine = model.Machines.First(m => m.Name == "packer1");
        var report = SourceWiring.Report("gpio packer1", status, loggers.CreateLogger<GpioSource>());
        GpioInput[] lines =
        [
            Level(PackerLine.Run, "run"), Level(PackerLine.Starved, "starved"),
            Pulse(PackerLine.Good, "good"), Pulse(PackerLine.Scrap, "scrap"),
        ];
        return new(
            [new(machine.Name, machine.Id, lines, (state, message) => report((SourceState)state, message))], _ => _lines, _clock,
            TimeProvider.System);

        GpioInput Level(PackerLine line, string signal) =>
            new(machine[signal], (int)line, ActiveLow: false, Rising: true, Falling: true, 0);

        GpioInput Pulse(PackerLine line, string signal) =>
            new(machine[signal], (int)line, ActiveLow: false, Rising: true, Falling: false, 0);
    }

    /// <summary>The day's early shift began an hour ago, so that the running shift is known from its first second.</summary>
    private static DateTimeOffset StartOfEarlyShift(DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(DemoConfiguration.TimeZone);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return DateTimeOffset.FromUnixTimeMilliseconds(LocalTime.ToInstant(zone, day, DemoConfiguration.EarlyShift));
    }

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
