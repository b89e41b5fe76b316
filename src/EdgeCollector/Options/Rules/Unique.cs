using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Rules;

/// <summary>Says so when a name is given a second time.</summary>
internal sealed class Unique(string what, DiagnosticList problems)
{
    private readonly Dictionary<string, SourceSpan> _seen = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string name, Place place)
    {
        if (name.Length > 0 && !problems.HasFailed(place) && !_seen.TryAdd(name, place.At))
        {
            problems.Error(place, $"\"{name}\" stands twice – {what} must be unique, the first is at {_seen[name].Location}");
        }
    }
}
