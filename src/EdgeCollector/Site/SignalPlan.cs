using EdgeCollector.Core.Inputs;
using EdgeCollector.Options;
using Role = EdgeCollector.Core.Inputs.SignalRole;

namespace EdgeCollector.Site;

/// <summary>Which signals a machine has: one a role, named by the role's word, and its tags by their names.</summary>
internal static class SignalPlan
{
    private const int DefaultBits = 32;

    public static IEnumerable<Signal> Of(MachineOptions machine, SignalTable ids)
    {
        Signal Make(string name, Role role) => new(ids.Signal(machine.Name, name), ids.Machine(machine.Name), machine.Name, name, role);

        if (machine.OpcUa is { } server)
        {
            foreach (var signal in server.Signals)
            {
                var word = SignalRoles.Word(signal.Role);
                yield return Counter(Make(word, RoleOf(signal.Role)), signal.Counter) with
                {
                    Scale = signal.Scale,
                    Invert = signal.Invert,
                    SamplingInterval = SignalRoles.IsCounter(signal.Role) ? Interval(signal, server) : 0,
                };
            }

            foreach (var role in server.PackMl is null ? [] : PackMlRoles)
            {
                if (server.Signals.All(signal => signal.Role != role.Role))
                {
                    yield return Counter(Make(SignalRoles.Word(role.Role), RoleOf(role.Role)), new CounterOptions { Max = role.Max });
                }
            }

            var operands = server.State?.Rules.When.SelectMany(rule => rule.Condition.Names).ToHashSet(StringComparer.Ordinal) ?? [];
            foreach (var tag in server.Tags)
            {
                yield return Make(tag.Name, operands.Contains(tag.Name) ? Role.Operand : Role.Tag)
                    with
                { Scale = tag.Signal.Scale, Invert = tag.Signal.Invert, Unit = tag.Unit ?? "" };
            }
        }

        foreach (var line in machine.Gpio?.Lines ?? [])
        {
            var pulse = SignalRoles.IsCounter(line.Role);
            yield return Make(SignalRoles.Word(line.Role), RoleOf(line.Role)) with
            {
                Pulse = pulse,
                PerPiece = line.Counter.PerPiece,
                MaxRate = line.Counter.MaxRate ?? 0,
            };
        }

        var named = machine.Gpio?.State?.When.SelectMany(rule => rule.Condition.Names).ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var lamp in machine.Gpio?.StackLight?.Lamps ?? [])
        {
            foreach (var operand in (string[])[lamp.Word, StackLightOptions.Blinking(lamp.Word)])
            {
                yield return Make(operand, named.Contains(operand) ? Role.Operand : Role.Tag);
            }
        }
    }

    /// <summary>What a PackML object gives (packml.md 1.4): AccCount is Int32 and wraps after 2147483647.</summary>
    public static IReadOnlyList<(Options.SignalRole Role, ulong? Max)> PackMlRoles { get; } =
    [
        (Options.SignalRole.State, null), (Options.SignalRole.Mode, null), (Options.SignalRole.Total, int.MaxValue),
        (Options.SignalRole.Scrap, int.MaxValue), (Options.SignalRole.StopReason, null),
    ];

    /// <summary>ms between two readings at most, while the source sends: "every change" comes with the publishing interval.</summary>
    private static long Interval(SignalOptions signal, OpcUaOptions server) =>
        (long)(signal.Sampling is { } sampling && sampling > server.Publishing ? sampling : server.Publishing).TotalMilliseconds;

    private static Signal Counter(Signal signal, CounterOptions counter) => !signal.IsCounter ? signal : signal with
    {
        Modulus = counter.Max is { } max ? max + 1 : counter.Bits == 64 ? 0 : 1ul << (counter.Bits ?? DefaultBits),
        MaxRate = counter.MaxRate ?? 0,
        PerPiece = counter.PerPiece,
    };

    private static Role RoleOf(Options.SignalRole role) => role switch
    {
        Options.SignalRole.State => Role.State,
        Options.SignalRole.Mode => Role.Mode,
        Options.SignalRole.Run => Role.Run,
        Options.SignalRole.Fault => Role.Fault,
        Options.SignalRole.Starved => Role.Starved,
        Options.SignalRole.Blocked => Role.Blocked,
        Options.SignalRole.Total => Role.Total,
        Options.SignalRole.Good => Role.Good,
        Options.SignalRole.Scrap => Role.Scrap,
        Options.SignalRole.Rework => Role.Rework,
        Options.SignalRole.StopReason => Role.StopReason,
        Options.SignalRole.Product => Role.Product,
        _ => Role.Order,
    };
}
