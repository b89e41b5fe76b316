using System.Collections.Immutable;
using EdgeCollector.Core.Oee;
using EdgeCollector.OpcUa.Client;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>All that a source needs to know of its machine.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Id">Of the machine, for inputs.</param>
/// <param name="Connection">Without subscriptions.</param>
/// <param name="Publishing">Interval to ask for.</param>
/// <param name="Clock">Whose times hold.</param>
/// <param name="Signals">Those whose nodes the configuration names.</param>
/// <param name="Profile">Those whose nodes are to be found; null where there is no profile.</param>
internal sealed record OpcUaMachine(
    string Name, int Id, OpcUaClientOptions Connection, TimeSpan Publishing, ClockMode Clock, ImmutableArray<OpcUaSignal> Signals,
        PackMlProfile? Profile);
