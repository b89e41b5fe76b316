using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Inputs;

/// <summary>What an operator said. <paramref name="Id"/> is the client's UUID: a retry with the same id changes nothing.</summary>
/// <param name="Id">Chosen by the client, at most 64 characters.</param>
/// <param name="Actor">Who, as a role and account; never published.</param>
public abstract record OperatorEntry(string Id, string Actor);

/// <summary>A reason for the time [From, To) of a machine (ms UTC); To null: until the stop that stands at From ends.
/// Code null takes the reason back.</summary>
public sealed record ReasonEntry(string Id, string Actor, string Machine, long From, long? To, string? Code, string Note)
    : OperatorEntry(Id, Actor);

/// <summary>Pieces added by hand at <paramref name="At"/> (ms UTC); negative takes back.</summary>
public sealed record CountEntry(string Id, string Actor, string Machine, long At, CounterRole Role, long Pieces)
    : OperatorEntry(Id, Actor);

/// <summary>From <paramref name="At"/> (ms UTC) on, pieces of this machine are this product and order; null leaves one unchanged.</summary>
public sealed record OrderStart(string Id, string Actor, string Machine, long At, string? Product, string? Order);
