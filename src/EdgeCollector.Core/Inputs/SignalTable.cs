namespace EdgeCollector.Core.Inputs;

/// <summary>An id that was given to a name: the machine's name, or <c>machine/signal</c>.</summary>
public readonly record struct GivenId(string Name, int Id);

/// <summary>
/// Machine and signal names and their ids: given once, recorded (in every <see cref="Oee.EngineConfiguration"/>, hence in the journal) and
/// never reused. A signal that is removed from the configuration and comes back gets its old id. Not safe for many threads.
/// </summary>
public sealed class SignalTable
{
    /// <summary>Highest signal id; a site has some thousands.</summary>
    public const int MaxId = 1 << 20;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private int _lastMachine;
    private int _lastSignal;

    public SignalTable()
    {
    }

    /// <summary>Takes over what an earlier configuration recorded.</summary>
    /// <exception cref="ArgumentException">A name twice, or an id twice or out of range.</exception>
    public SignalTable(IEnumerable<GivenId> given)
    {
        var seen = new HashSet<(bool Signal, int Id)>();
        foreach (var (name, id) in given)
        {
            var signal = name.Contains('/');
            if (id is < 1 or > MaxId || !seen.Add((signal, id)) || !_ids.TryAdd(name, id))
            {
                throw new ArgumentException(
                    $"Recorded id {id} of '{name}' is out of range or given twice; the configuration record is damaged.");
            }

            ref var last = ref signal ? ref _lastSignal : ref _lastMachine;
            last = Math.Max(last, id);
        }
    }

    /// <summary>All ids ever given, by id within machines and signals: to be recorded.</summary>
    public IReadOnlyList<GivenId> Given =>
        [.. _ids.Select(pair => new GivenId(pair.Key, pair.Value)).OrderBy(g => g.Name.Contains('/')).ThenBy(g => g.Id)];

    /// <summary>The machine's id, 1..</summary>
    public int Machine(string machine) => IdOf(machine, ref _lastMachine);

    /// <summary>The signal's id, 1..</summary>
    public int Signal(string machine, string name) => IdOf($"{machine}/{name}", ref _lastSignal);

    private int IdOf(string name, ref int last)
    {
        if (_ids.TryGetValue(name, out var id))
        {
            return id;
        }

        if (last == MaxId)
        {
            throw new InvalidOperationException($"No id is left for '{name}': {MaxId} names have been given one.");
        }

        _ids.Add(name, ++last);
        return last;
    }
}
