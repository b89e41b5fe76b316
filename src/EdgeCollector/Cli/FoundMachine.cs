using EdgeCollector.OpcUa.Types;
using EdgeCollector.Options;
using EdgeCollector.Sources.OpcUa;

namespace EdgeCollector.Cli;

/// <summary>An object that looks like a machine.</summary>
/// <param name="Object">The object itself.</param>
/// <param name="IsPackMl">It has Status and Admin: one line of configuration says it all.</param>
/// <param name="Roles">Else the variables with a meaning.</param>
/// <param name="Tags">Other values worth collecting.</param>
internal sealed record FoundMachine(
    TreeNode Object, bool IsPackMl, IReadOnlyList<(SignalRole Role, TreeNode Node)> Roles, IReadOnlyList<TreeNode> Tags)
{
    private const int MaxTags = 20;

    /// <summary>Names that machines give their variables, and what they mean.</summary>
    private static readonly Dictionary<string, SignalRole> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["StateCurrent"] = SignalRole.State,
        ["UnitModeCurrent"] = SignalRole.Mode,
        ["TotalCount"] = SignalRole.Total,
        ["GoodCount"] = SignalRole.Good,
        ["RejectCount"] = SignalRole.Scrap,
        ["ScrapCount"] = SignalRole.Scrap,
        ["DefectiveCount"] = SignalRole.Scrap,
        ["ReworkCount"] = SignalRole.Rework,
        ["StopReason"] = SignalRole.StopReason,
        ["Product"] = SignalRole.Product,
        ["ProductId"] = SignalRole.Product,
        ["Order"] = SignalRole.Order,
        ["OrderId"] = SignalRole.Order,
    };

    /// <summary>All machines of a tree; one within another is the outer one's part.</summary>
    public static IReadOnlyList<FoundMachine> In(NodeTree tree)
    {
        var found = new List<FoundMachine>();
        foreach (var top in tree.Top) Look(top, found);
        return found;
    }

    private static void Look(TreeNode node, List<FoundMachine> found)
    {
        if (Recognise(node) is { } machine) found.Add(machine);
        else foreach (var child in node.Children) Look(child, found);
    }

    private static FoundMachine? Recognise(TreeNode node)
    {
        if (node.IsVariable) return null;

        var profile = PackMlProfile.Paths.Select(path => node[path.Folder]?[path.Name]).OfType<TreeNode>().ToHashSet();
        if (profile.Count > 0 && node["Status"] is not null && node["Admin"] is not null)
            return new(node, true, [], TagsOf(node.Children.SelectMany(child => child.Children), profile));

        var roles = new Dictionary<SignalRole, TreeNode>();
        foreach (var child in node.Children.Where(child => child.IsVariable))
        {
            if (Names.TryGetValue(child.Name, out var role)) roles.TryAdd(role, child);
        }

        // A single name may be chance: a count alone, or a state alone, still makes a machine.
        var counts = roles.Keys.Any(SignalRoles.IsCounter);
        return counts || roles.ContainsKey(SignalRole.State)
            ? new(node, false, [.. roles.OrderBy(r => r.Key).Select(r => (r.Key, r.Value))], TagsOf(node.Children, [.. roles.Values]))
            : null;
    }

    private static IReadOnlyList<TreeNode> TagsOf(IEnumerable<TreeNode> candidates, HashSet<TreeNode> taken) =>
    [
        .. candidates.Where(node => node.IsVariable && !taken.Contains(node) && !node.Value.StatusCode.IsBad && !node.Value.Value.IsArray
            && node.Value.Value.Type is >= BuiltInType.Boolean and <= BuiltInType.Double).Take(MaxTags),
    ];
}
