using System.Text.RegularExpressions;
using EdgeCollector.Core.Lines;

namespace EdgeCollector.Mqtt;

/// <summary>Every topic of the UNS (ux.md 1.1), built from levels that are checked once.</summary>
internal sealed partial class TopicScheme
{
    private readonly string _site;

    /// <param name="root">One or more levels, <c>umh/v1</c> by default.</param>
    /// <param name="enterprise">As all levels below: <c>[a-z0-9_-]+</c>.</param>
    /// <exception cref="ArgumentException">A level that topics, tags or the UMH's parser would not take; the message names it.</exception>
    public TopicScheme(string root, string enterprise, string site, string node)
    {
        foreach (var level in root.Split('/'))
        {
            if (!RootLevel().IsMatch(level))
            {
                throw new ArgumentException($"uns.root '{root}': each level is letters, digits, '.', '_' or '-', no wildcard, not empty");
            }
        }

        Check("uns.enterprise", enterprise);
        Check("uns.site", site);
        Check("node.name", node);
        Root = root;
        Enterprise = enterprise;
        Site = site;
        Node = node;
        _site = $"{root}/{enterprise}/{site}";
    }

    public string Root { get; }

    public string Enterprise { get; }

    public string Site { get; }

    public string Node { get; }

    /// <summary>Retained <c>online</c> or <c>offline</c>.</summary>
    public string Status => Edge("status");

    public string Health => Edge("health");

    public string Alert => Edge("alert");

    /// <summary>What <c>doctor</c> sends itself.</summary>
    public string Doctor => Edge("doctor");

    public string Ack => Edge("ack");

    public string RawLines => Edge("lp/raw");

    public string KpiLines => Edge("lp/kpi");

    /// <summary>Where a node's batches come from: this node's, or with <paramref name="allNodes"/> those of the whole site.</summary>
    public string LinesFilter(bool allNodes) => $"{_site}/_edge_v1/{(allNodes ? "+" : Node)}/lp/+";

    /// <summary>Topic of a machine (or line), without what follows behind it.</summary>
    /// <exception cref="ArgumentException">A level is not <c>[a-z0-9_-]+</c>.</exception>
    public string Machine(SitePath path)
    {
        Check("area", path.Area);
        Check("line", path.Line);
        if (path.Machine.Length == 0)
        {
            return $"{_site}/{path.Area}/{path.Line}";
        }

        Check("machine", path.Machine);
        return $"{_site}/{path.Area}/{path.Line}/{path.Machine}";
    }

    /// <summary>True for a name that is a topic level and a tag as it is.</summary>
    public static bool IsLevel(string name) => Level().IsMatch(name);

    private string Edge(string leaf) => $"{_site}/_edge_v1/{Node}/{leaf}";

    private static void Check(string what, string level)
    {
        if (!IsLevel(level))
        {
            throw new ArgumentException($"{what} '{level}': lower-case letters, digits, '_' or '-' expected (display names go into label)");
        }
    }

    [GeneratedRegex(@"^[a-z0-9_-]{1,64}\z")]
    private static partial Regex Level();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex RootLevel();
}
