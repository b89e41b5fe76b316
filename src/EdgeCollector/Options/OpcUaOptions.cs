using System.Collections.Immutable;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>MessageSecurityMode, Part 4 7.20.</summary>
internal enum OpcUaSecurity
{
    None,
    Sign,
    SignAndEncrypt,
}

internal enum OpcUaPolicy
{
    Basic256Sha256,
    Aes128Sha256RsaOaep,
    Aes256Sha256RsaPss,
}

/// <summary>Whose time stamps hold: the source's corrected by its measured offset, the source's as sent, or the collector's.</summary>
internal enum SourceClockMode
{
    Auto,
    Source,
    Receive,
}

/// <summary>`opcua`: a machine's server and the nodes its signals are.</summary>
internal sealed record OpcUaOptions
{
    public static readonly Words<OpcUaSecurity> Securities =
        new(("SignAndEncrypt", OpcUaSecurity.SignAndEncrypt), ("Sign", OpcUaSecurity.Sign), ("None", OpcUaSecurity.None));

    public static readonly Words<OpcUaPolicy> Policies = new(
        ("Basic256Sha256", OpcUaPolicy.Basic256Sha256), ("Aes128_Sha256_RsaOaep", OpcUaPolicy.Aes128Sha256RsaOaep),
            ("Aes256_Sha256_RsaPss", OpcUaPolicy.Aes256Sha256RsaPss));

    public static readonly Words<SourceClockMode> Clocks =
        new(("auto", SourceClockMode.Auto), ("source", SourceClockMode.Source), ("receive", SourceClockMode.Receive));

    public static readonly Section<OpcUaOptions> Section = new Section<OpcUaOptions>("opcua",
        "A machine's OPC UA server and the nodes of its signals.", new())
        .Key("endpoint", Values.Address("opc.tcp://192.168.10.20:4840", "opc.tcp"), o => o.Endpoint, (o, v) => o with { Endpoint = v },
            "Address of the server.", Need.Required)
        .Key("security", Securities.Kind, o => o.Security, (o, v) => o with { Security = v },
            "Never downgraded; None needs allow_insecure: true beside it.")
        .Key("allow_insecure", Values.Boolean, o => o.AllowInsecure, (o, v) => o with { AllowInsecure = v },
            "Allows security: None for this server; a red badge on every page.")
        .Key("policy", Policies.Kind, o => o.Policy, (o, v) => o with { Policy = v }, "Security policy.")
        .Key("clock", Clocks.Kind, o => o.Clock, (o, v) => o with { Clock = v }, "auto corrects a source clock that is more than 2 s off.")
        .Key("login", LoginOptions.Section, o => o.Login, (o, v) => o with { Login = v }, "Log-in at the server; unset, anonymous.")
        .Key("publishing", Values.Duration("10ms", "1m"), o => o.Publishing, (o, v) => o with { Publishing = v },
            "Publishing interval asked of the server.")
        .Key("packml", Values.Text, o => o.PackMl, (o, v) => o with { PackMl = v },
            "Node of a PackML machine: maps state, mode, counts and stop reason.")
        .Key("states", new MapKind<string, MachineCategory>(ReadWord, "^[A-Za-z]{1,40}$", Categories.States.Kind), o => o.States,
            (o, v) => o with { States = v },
            "The site's own category of a PackML or Machinery state, by its name: { Starting: Running, Held: Starved }.")
        .Each(SignalRoles.All, AddRole)
        .Key("tags", new ListKind<TagOptions>(TagOptions.Section), o => o.Tags, (o, v) => o with { Tags = v },
            "Further values, without a role.");

    public Uri Endpoint { get; init; } = new("opc.tcp://localhost:4840");

    public OpcUaSecurity Security { get; init; } = OpcUaSecurity.SignAndEncrypt;

    public bool AllowInsecure { get; init; }

    public OpcUaPolicy Policy { get; init; } = OpcUaPolicy.Basic256Sha256;

    public SourceClockMode Clock { get; init; } = SourceClockMode.Auto;

    public LoginOptions? Login { get; init; }

    public TimeSpan Publishing { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Node id of the PackML object, or null.</summary>
    public string? PackMl { get; init; }

    /// <summary>Overrides of the standard's categories; names as the standard writes them, in any case.</summary>
    public ImmutableSortedDictionary<string, MachineCategory> States { get; init; } =
        ImmutableSortedDictionary<string, MachineCategory>.Empty;

    /// <summary>`state`: a node with a map, or rules; null where the file has none.</summary>
    public StateOptions? State { get; init; }

    /// <summary>`mode` with its map; null where the file has none.</summary>
    public StateOptions? Mode { get; init; }

    /// <summary>The other roles, at most one signal each.</summary>
    public ImmutableArray<SignalOptions> Roles { get; init; } = [];

    public ImmutableArray<TagOptions> Tags { get; init; } = [];

    /// <summary>Every signal with a node and a role: state and mode first.</summary>
    public IEnumerable<SignalOptions> Signals =>
        new[] { State?.Signal, Mode?.Signal }.OfType<SignalOptions>().Where(signal => signal.Node.Length > 0).Concat(Roles);

    private static string? ReadWord(string text, out string word)
    {
        word = text;
        return text.Length is > 0 and <= 40 && text.All(char.IsAsciiLetter) ? null : "is not the name of a state like Held";
    }

    private static void AddRole(Section<OpcUaOptions> section, (string Word, SignalRole Role, string Meaning) row)
    {
        _ = row.Role switch
        {
            SignalRole.State => section.Key(row.Word, StateOptions.Section, o => o.State,
                (o, v) => o with { State = v with { Signal = v.Signal with { Role = SignalRole.State } } }, row.Meaning),
            SignalRole.Mode => section.Key(row.Word, StateOptions.ModeSection, o => o.Mode,
                (o, v) => o with { Mode = v with { Signal = v.Signal with { Role = SignalRole.Mode } } }, row.Meaning),
            _ => section.Key(row.Word, SignalRoles.IsCounter(row.Role) ? SignalOptions.CounterSection : SignalOptions.Section,
                o => o.Roles.FirstOrDefault(signal => signal.Role == row.Role),
                (o, v) => o with { Roles = o.Roles.Add(v with { Role = row.Role }) }, row.Meaning),
        };
    }
}
