using EdgeCollector.Benchmarks.Oee;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Benchmarks.Ratios;

/// <summary>The engine's fold of a mixed history against what one would write first: an object per value, kept in a list per signal, and
/// pieces and state times added up from the last two.</summary>
internal sealed class FoldAgainstObjects : IRatio
{
    private const int Machines = 50;
    private const int SecondsARound = 200;
    private const int Rounds = 14;

    public string Name => "fold-vs-objects";

    public double AtLeast => 1.2;

    public RatioResult Run()
    {
        var history = new EngineHistory(Machines, stops: false);
        var rounds = Enumerable.Range(0, Rounds).Select(_ => Make(history)).ToList();

        // Two pages a machine: what a day fills, a round fills here, and pages are used again.
        var engine = new OeeEngine(1, new EngineLimits(WindowBook.Horizon, 2, false));
        engine.Apply(1, new Input { Kind = InputKind.Configuration, Reference = history.Configuration, SourceTime = EngineHistory.Start * 1_000_000 }, Silent.Instance);
        var objects = new Objects();
        var (mine, yours) = (0, 0);
        return SideBySide.Measure("input", rounds.Sum(r => r.Length) / Rounds, () => Fold(engine, rounds[mine++]), () => objects.Fold(rounds[yours++]));
    }

    private static Input[] Make(EngineHistory history)
    {
        var all = new List<Input>();
        for (var second = 0; second < SecondsARound; second++)
        {
            all.AddRange(history.Next());
        }

        return [.. all];
    }

    private static void Fold(OeeEngine engine, Input[] inputs)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            engine.Apply(i + 2, inputs[i], Silent.Instance);
        }
    }

    private sealed class Silent : IFactSink
    {
        public static readonly Silent Instance = new();

        public void Add(Fact fact)
        {
        }
    }

    private sealed class Objects
    {
        private readonly Dictionary<int, List<Value>> _values = [];
        private readonly Dictionary<int, double> _counted = [];
        private readonly Dictionary<(int Signal, double State), TimeSpan> _times = [];

        public void Fold(Input[] inputs)
        {
            foreach (var input in inputs)
            {
                if (input.Kind != InputKind.Sample)
                {
                    continue;
                }

                if (!_values.TryGetValue(input.Id, out var list))
                {
                    _values.Add(input.Id, list = []);
                }

                var last = list.Count > 0 ? list[^1] : null;
                var now = new Value(DateTimeOffset.FromUnixTimeMilliseconds(input.SourceTime / 1_000_000), input.Bits, input.Quality);
                list.Add(now);
                if (last is not null)
                {
                    _counted[input.Id] = _counted.GetValueOrDefault(input.Id) + now.Number - last.Number;
                    _times[(input.Id, last.Number)] = _times.GetValueOrDefault((input.Id, last.Number)) + (now.Time - last.Time);
                }
            }
        }

        private sealed record Value(DateTimeOffset Time, double Number, Quality Quality);
    }
}
