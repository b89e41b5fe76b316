using System.Collections.Immutable;
using EdgeCollector.Core.Oee;
using EdgeCollector.Options.Binding;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Rules;

/// <summary>A machine's `opcua` block: security, node ids, counters, and that it has signals at all.</summary>
internal static class OpcUaRules
{
    private static readonly string[] PackMlStates = [.. Enum.GetNames<PackMlState>().Skip(1), "Completed"];
    private static readonly string[] MachineryStates = [.. Enum.GetNames<MachineryItemState>().SkipLast(1)];

    public static void Check(OpcUaOptions options, Place at, DiagnosticList problems)
    {
        CheckSecurity(options, at, problems);
        if (options.PackMl is not null)
        {
            CheckNode(options.PackMl, at.Key("packml"), problems);
        }

        foreach (var (word, role, _) in SignalRoles.All)
        {
            if (at.Key(word).Exists && Find(options, role) is { } signal)
            {
                CheckSignal(signal, at.Key(word), problems, nodeRequired: role != SignalRole.State);
            }
        }

        var names = new Unique("tag names", problems);
        for (var i = 0; i < options.Tags.Length; i++)
        {
            var tag = at.Key("tags").Item(i);
            names.Add(options.Tags[i].Name, tag.Key("name"));
            CheckSignal(options.Tags[i].Signal, tag, problems, nodeRequired: true);
        }

        if (options.State is not null)
        {
            CheckState(options, options.State, at.Key("state"), problems);
        }

        CheckStates(options, at, problems);
        var roles = SignalRoles.All.Count(row => at.Key(row.Word).Exists) + (at.Key("packml").Exists ? 1 : 0);
        if (roles == 0 && !at.Key("tags").Exists)
        {
            problems.Error(at,
                "has no signals – add packml, roles such as state and good, or tags (edgecollector browse ENDPOINT proposes them)");
        }
        else if (roles == 0)
        {
            problems.Warning(at, $"{at.ShortPath} has tags only – without state or counters there is no OEE", showsSource: false);
        }
    }

    private static SignalOptions? Find(OpcUaOptions options, SignalRole role) => role switch
    {
        SignalRole.State => options.State?.Signal,
        SignalRole.Mode => options.Mode?.Signal,
        _ => options.Roles.FirstOrDefault(signal => signal.Role == role),
    };

    private static void CheckSecurity(OpcUaOptions options, Place at, DiagnosticList problems)
    {
        if (options.Security != OpcUaSecurity.None)
        {
            return;
        }

        if (!options.AllowInsecure)
        {
            problems.Error(at.Key("security"),
                "None sends everything in clear text – use SignAndEncrypt, or add allow_insecure: true beside it");
        }

        if (options.Login is not null)
        {
            problems.Error(at.Key("login"), "sends a password without security – use SignAndEncrypt, or leave the login out");
        }
    }

    private static void CheckSignal(SignalOptions signal, Place at, DiagnosticList problems, bool nodeRequired)
    {
        var node = at.Key("node");
        if (signal.Node.Length > 0)
        {
            CheckNode(signal.Node, node, problems);
        }
        else if (nodeRequired && at.Node is MappingNode && !node.Exists)
        {
            problems.Error(node, "is missing: the node id, like \"nsu=urn:acme:filler;s=Filler1.Good\"");
        }

        if (signal.Bit is not null && signal.Mask is not null)
        {
            problems.Error(at.Key("mask"), "stands beside bit – use one of them");
        }

        if (signal.Counter.Bits is not null && signal.Counter.Max is not null)
        {
            problems.Error(at.Key("max"), "stands beside bits – use one of them");
        }
    }

    private static void CheckStates(OpcUaOptions options, Place at, DiagnosticList problems)
    {
        var states = at.Key("states");
        var map = options.State?.Rules.Map?.Kind;
        if (!states.Exists)
        {
            return;
        }

        if (map == StateMapKind.Custom || options.State is { Rules.When.IsEmpty: false } || (map is null && options.PackMl is null))
        {
            problems.Error(states, "names states of PackML or Machinery – the machine's own map or rules say it themselves");
            return;
        }

        var known = map == StateMapKind.Machinery ? MachineryStates : PackMlStates;
        foreach (var (name, _) in options.States.Where(s => !known.Contains(s.Key, StringComparer.OrdinalIgnoreCase)))
        {
            problems.Error(states.Key(name),
                $"\"{name}\" is no state of {(map == StateMapKind.Machinery ? "Machinery" : "PackML")}{Suggestion.For(name, known)}");
        }
    }

    private static void CheckNode(string node, Place at, DiagnosticList problems)
    {
        if (problems.HasFailed(at))
        {
            return;
        }

        if (node.StartsWith("ns=", StringComparison.Ordinal))
        {
            problems.Error(at,
                $"\"{node}\" names its namespace by an index, which a server may change – "
                + $"use nsu=URI;{node[(node.IndexOf(';', StringComparison.Ordinal) + 1)..]}"
                + " (edgecollector browse shows the URI)");
        }
        else if (!SignalOptions.NodeIdForm().IsMatch(node))
        {
            problems.Error(at, $"\"{node}\" is not a node id like \"nsu=urn:acme:filler;s=Filler1\"");
        }
    }

    private static void CheckState(OpcUaOptions options, StateOptions state, Place at, DiagnosticList problems)
    {
        if (at.Node is not MappingNode)
        {
            return;
        }

        var (node, map, when) = (at.Key("node"), at.Key("map"), at.Key("when"));
        if (node.Exists == when.Exists)
        {
            problems.Error(at, node.Exists ? "has both node and when – the state is a node with a map, or rules"
                : "needs a node with a map, or rules under when");
        }
        else if (node.Exists && !map.Exists)
        {
            problems.Error(map, "is missing: packml, machinery, or the machine's own numbers { 6: Running, 5: Starved }");
        }
        else if (!node.Exists && map.Exists)
        {
            problems.Error(map, "stands beside when – a map belongs to a node");
        }

        if (!when.Exists && at.Key("else").Exists)
        {
            problems.Error(at.Key("else"), "stands without when");
        }

        // A text or count has no truth; flags and tags have.
        var names = options.Roles.Where(signal => SignalRoles.IsSwitch(signal.Role)).Select(signal => SignalRoles.Word(signal.Role))
            .Concat(options.Tags.Select(tag => tag.Name)).Where(name => name.Length > 0).ToImmutableArray();
        ConditionRules.Check(state.Rules, when, names, problems);
    }
}
