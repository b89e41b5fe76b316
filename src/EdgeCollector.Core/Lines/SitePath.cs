namespace EdgeCollector.Core.Lines;

/// <summary>Where a machine stands: the five levels of topics and tags, <c>[a-z0-9_-]+</c>. An empty <paramref name="Machine"/> is the
/// line itself.</summary>
public sealed record SitePath(string Enterprise, string Site, string Area, string Line, string Machine)
{
    /// <summary>The name that facts carry: the machine's, or the line's for line records.</summary>
    public string Name => Machine.Length == 0 ? Line : Machine;
}
