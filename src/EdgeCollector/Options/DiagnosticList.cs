using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options;

/// <summary>Collects every finding of a load. One error for a key is enough: what follows from it is not said twice.</summary>
internal sealed class DiagnosticList
{
    /// <summary>More would not be read by anybody, and a hostile file must not fill the memory.</summary>
    public const int Most = 1000;

    private readonly List<Diagnostic> _found = [];
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private readonly List<SourceSpan> _hidden = [];

    public bool HasErrors => _found.Exists(found => found.Severity == Severity.Error);

    /// <summary>Stretches of text that may be a secret: printed source lines show stars there.</summary>
    public IReadOnlyList<SourceSpan> Hidden => _hidden;

    /// <summary>Errors before warnings, each in the order of files, lines and columns.</summary>
    public IReadOnlyList<Diagnostic> InOrder()
    {
        var sources = _found.Select(found => found.At.Source).Distinct().ToList();
        return
        [
            .. _found.OrderByDescending(found => found.Severity).ThenBy(found => sources.IndexOf(found.At.Source))
                .ThenBy(found => found.At.Line).ThenBy(found => found.At.Column),
        ];
    }

    public bool HasFailed(Place place) => _failed.Contains(place.FullPath);

    /// <summary>Adds an error whose message begins with the place's path.</summary>
    public void Error(Place place, string complaint) => Error(place, place.At, $"{place.ShortPath} {complaint}".TrimStart());

    public void Error(Place place, SourceSpan at, string message)
    {
        if (_failed.Add(place.FullPath) && _found.Count < Most)
        {
            _found.Add(new Diagnostic(Severity.Error, at, place.FullPath, message));
        }
    }

    public void Error(SourceSpan at, string message)
    {
        if (_found.Count < Most)
        {
            _found.Add(new Diagnostic(Severity.Error, at, "", message));
        }
    }

    public void Warning(Place place, string message, bool showsSource = true)
    {
        if (_found.Count < Most)
        {
            _found.Add(new Diagnostic(Severity.Warning, place.At, place.FullPath, message, showsSource));
        }
    }

    public void Hide(ConfigNode node)
    {
        if (_hidden.Count >= Most)
        {
            return;
        }

        switch (node)
        {
            case ScalarNode scalar: _hidden.Add(scalar.At); break;
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    Hide(entry.Value);
                }

                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                {
                    Hide(item);
                }

                break;
        }
    }
}
