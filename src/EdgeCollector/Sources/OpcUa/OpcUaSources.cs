using System.Collections.Immutable;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using EdgeCollector.OpcUa.Types;
using EdgeCollector.Options;
using EdgeCollector.Security;
using EdgeCollector.Site;
using Role = EdgeCollector.Core.Inputs.SignalRole;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>Makes the source of a machine from its options.</summary>
internal static class OpcUaSources
{
    /// <summary>A state that no longer fits the server's queue is lost for ever; of a count the next value says it all.</summary>
    private const uint StateQueue = 100;

    private const uint OtherQueue = 10;
    private static readonly TimeSpan TagSampling = TimeSpan.FromSeconds(1);

    /// <param name="machine">One with an `opcua` block.</param>
    /// <param name="time">The clock of inputs: the demo's may run faster than the protocol's.</param>
    /// <param name="protocolTime">The clock of the protocol's deadlines.</param>
    /// <exception cref="InvalidDataException">A secret without a value, a node id that cannot be read, or our own certificate is
    /// damaged.</exception>
    public static OpcUaSource Create(
        MachineModel machine, OpcUaPki pki, SecretResolver secrets, SourceHealth health, TimeProvider time, TimeProvider protocolTime,
            ILoggerFactory loggers) =>
        new(Describe(machine, pki, secrets), health, time, protocolTime, loggers);

    /// <exception cref="InvalidDataException">As for <see cref="Create"/>.</exception>
    public static OpcUaMachine Describe(MachineModel machine, OpcUaPki pki, SecretResolver secrets)
    {
        var server = machine.Options.OpcUa ?? throw new ArgumentException($"{machine.Name} has no opcua block", nameof(machine));
        var roles = server.Signals.Select(options =>
            SignalOf(machine[SignalRoles.Word(options.Role)], options, server.Publishing, TimeSpan.Zero));
        var tags = server.Tags.Select(tag => SignalOf(machine[tag.Name], tag.Signal, server.Publishing, TagSampling));
        var signals = roles.Concat(tags).ToImmutableArray();
        var named = signals.Select(signal => signal.Signal.Id).ToHashSet();
        var profile = server.PackMl is not { } root ? null : new PackMlProfile(
            Node(root, machine.Name, "packml"),
            [.. machine.Signals.Where(signal => signal.Role is not (Role.Tag or Role.Operand) && !named.Contains(signal.Id))]);
        return new(machine.Name, machine.Id, OpcUaConnection.Of(server, pki, secrets), server.Publishing, (ClockMode)server.Clock,
            signals, profile);
    }

    /// <summary>Values that may come between two publishes, with room for one late publish.</summary>
    public static uint QueueFor(bool state, TimeSpan sampling, TimeSpan publishing)
    {
        var between = sampling <= TimeSpan.Zero ? 0 : (uint)Math.Min(50_000, Math.Ceiling(publishing / sampling));
        return Math.Max(state ? StateQueue : OtherQueue, 2 * between);
    }

    private static OpcUaSignal SignalOf(Signal signal, SignalOptions options, TimeSpan publishing, TimeSpan usual)
    {
        var sampling = options.Sampling ?? usual;
        var item = new OpcUaSignal(signal, Node(options.Node, signal.Machine, signal.Name))
        {
            Index = options.Index,
            Bit = options.Bit,
            Mask = options.Mask,
            Sampling = sampling,
            Deadband = options.Deadband ?? 0,
            UsesUncertain = options.Uncertain == Uncertainty.Use,
        };
        return item with { Queue = options.Queue is { } queue ? (uint)queue : QueueFor(item.IsState, sampling, publishing) };
    }

    private static ExpandedNodeId Node(string text, string machine, string signal) => ExpandedNodeId.TryParse(text, out var node)
        ? node
        : throw new InvalidDataException($"{machine}.{signal}: \"{text}\" is not a node id like \"nsu=urn:acme:filler;s=Filler1\"");
}
