using System.Collections.Immutable;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using EdgeCollector.Options;

namespace EdgeCollector.Site;

/// <summary>What the options mean: the engine's configuration, and for each machine the signals that its source feeds.</summary>
/// <param name="Engine">Goes through the ring as an input.</param>
/// <param name="Machines">In the order of the file.</param>
internal sealed record SiteModel(EngineConfiguration Engine, ImmutableArray<MachineModel> Machines);

/// <param name="Id">Given once by name, never reused.</param>
/// <param name="Signals">Those of its source; ids likewise.</param>
internal sealed record MachineModel(int Id, MachineOptions Options, ImmutableArray<Signal> Signals)
{
    public string Name => Options.Name;

    /// <summary>The signal of a role or a tag's name.</summary>
    public Signal this[string name] => Signals.First(signal => signal.Name == name);
}
