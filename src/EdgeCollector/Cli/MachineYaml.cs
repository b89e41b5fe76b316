using System.Text;
using EdgeCollector.Options;

namespace EdgeCollector.Cli;

/// <summary>Configuration for machines that were found: right as it stands, with what only people know marked by comments.</summary>
internal sealed class MachineYaml(NodeTree tree, string endpoint, OpcUaSecurity security, OpcUaPolicy policy, string? user)
{
    /// <param name="fragment">A part for conf.d, without what stands in the main file.</param>
    public string Write(IReadOnlyList<FoundMachine> machines, bool fragment)
    {
        var text = new StringBuilder();
        if (!fragment)
        {
            text.Append("# yaml-language-server: $schema=./edgecollector.schema.json\nversion: 1\n");
            text.Append("node: { name: edge1 }   # its own name in the plant\n");
            text.Append("uns: { enterprise: enterprise, site: site, area: area }   # the upper levels of every topic\n");
        }

        text.Append("lines:\n  - name: line1\n    machines:\n");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var machine in machines) Write(text, machine, Unique(names, machine.Object.Name.ToLowerInvariant(), "machine"));
        return text.ToString();
    }

    private void Write(StringBuilder text, FoundMachine machine, string name)
    {
        text.Append($"      - name: {name}\n");
        text.Append("        # ideal_cycle: 1.5s   # time for one piece; without it there is no performance\n");
        text.Append($"        opcua:\n          endpoint: {Quote(endpoint)}\n");
        text.Append($"          security: {OpcUaOptions.Securities.Show(security)}\n");
        if (security == OpcUaSecurity.None) text.Append("          allow_insecure: true   # everything travels in clear text\n");
        else text.Append($"          policy: {OpcUaOptions.Policies.Show(policy)}\n");
        if (user is not null) text.Append($"          login: {{ user: {Quote(user)}, password: \"${{secret:{name}_password}}\" }}\n");
        if (machine.IsPackMl) text.Append($"          packml: {Quote(tree.Text(machine.Object.Id))}\n");
        foreach (var (role, node) in machine.Roles)
        {
            var map = role == SignalRole.State ? ", map: packml" : "";
            var array = node.Value.Value.IsArray ? ", index: 0" : "";
            text.Append($"          {SignalRoles.Word(role)}: {{ node: {Quote(tree.Text(node.Id))}{array}{map} }}\n");
        }

        if (machine.Tags.Count == 0) return;

        text.Append("          tags:\n");
        var names = new HashSet<string>(SignalRoles.All.Select(row => row.Word), StringComparer.Ordinal);
        foreach (var tag in machine.Tags)
            text.Append($"            - {{ name: {Unique(names, tag.Name, "tag")}, node: {Quote(tree.Text(tag.Id))} }}\n");
    }

    /// <summary>A name that the configuration takes, made from one that a server gave.</summary>
    private static string Unique(HashSet<string> taken, string name, string otherwise)
    {
        var safe = string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')).Trim('-', '_');
        safe = safe.Length == 0 ? otherwise : safe.Length > 50 ? safe[..50] : safe;
        if (char.IsAsciiDigit(safe[0])) safe = $"{otherwise}_{safe}";
        var unique = safe;
        for (var i = 2; !taken.Add(unique); i++) unique = FormattableString.Invariant($"{safe}_{i}");
        return unique;
    }

    /// <summary>Single quotes keep everything as it is but themselves; names come from the server, so control characters end here
    /// too.</summary>
    private static string Quote(string text) => $"'{Terminal.Safe(text, most: 1000).Replace("'", "''", StringComparison.Ordinal)}'";
}
