using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EdgeCollector.Options.Tree;

/// <summary>
/// YAML text to a node tree by YamlDotNet's event parser. Bounded: a file's size, depth and nodes (aliases count as often as they are
/// used), so no file can fill memory or stack. Duplicate keys, tags and second documents are errors.
/// </summary>
internal sealed class YamlReader
{
    public const int MaxCharacters = 1 << 20;
    public const int MaxDepth = 32;
    public const int MaxNodes = 100_000;

    private readonly SourceText _source;
    private readonly IParser _parser;
    private readonly DiagnosticList _problems;
    private readonly Dictionary<AnchorName, ConfigNode> _anchors = [];
    private int _nodes;

    private YamlReader(SourceText source, string text, DiagnosticList problems)
    {
        (_source, _problems) = (source, problems);
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The document's root, or null after an error, which is then among <paramref name="problems"/>.</summary>
    public static ConfigNode? Read(SourceText source, string text, DiagnosticList problems)
    {
        if (text.Length > MaxCharacters)
        {
            problems.Error(new SourceSpan(source, 1, 1, 1), $"file is larger than {MaxCharacters >> 20} MiB – split it into conf.d files");
            return null;
        }

        var reader = new YamlReader(source, text, problems);
        try
        {
            return reader.Document();
        }
        catch (YamlException e)
        {
            problems.Error(Span(source, e.Start, e.End), $"not valid YAML: {OneLine(e.Message)}");
            return null;
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner ends so on some unbalanced texts; the last event is the nearest known place.
            var last = reader._parser.Current;
            problems.Error(Span(source, last?.Start ?? Mark.Empty, last?.End ?? Mark.Empty),
                "not valid YAML after this – check indentation, quotes and brackets");
            return null;
        }
        catch (RefusedException refused)
        {
            problems.Error(refused.At, refused.Message);
            return null;
        }
    }

    private ConfigNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = Node(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
        {
            throw Refuse(_parser.Current!, "a second document (---) stands in this file – put it into a conf.d file");
        }

        return root is ScalarNode { IsNull: true } ? null : root;
    }

    private ConfigNode Node(int depth)
    {
        var current = _parser.Current ?? throw Refuse(null, "the file ends within a value");
        if (depth > MaxDepth)
        {
            throw Refuse(current, $"nested deeper than {MaxDepth} levels");
        }

        if (current is AnchorAlias alias)
        {
            _parser.MoveNext();
            var target = _anchors.TryGetValue(alias.Value, out var known)
                ? known
                : throw Refuse(alias, $"alias *{alias.Value} has no anchor &{alias.Value} before it");
            Take(target.Count, alias);
            return target;
        }

        var start = current as NodeEvent ?? throw Refuse(current, "a value was expected here");
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific)
        {
            throw Refuse(start, $"YAML tag {start.Tag} is not supported – write the value alone");
        }

        Take(1, start);
        ConfigNode node = start switch
        {
            Scalar scalar => Leaf(scalar),
            SequenceStart => Sequence(start, depth),
            _ => Mapping(start, depth),
        };
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = node;
        }

        return node;
    }

    private ScalarNode Leaf(Scalar scalar)
    {
        _parser.MoveNext();
        return new ScalarNode(Span(_source, scalar.Start, scalar.End), scalar.Value, scalar.Style != ScalarStyle.Plain);
    }

    private SequenceNode Sequence(NodeEvent start, int depth)
    {
        _parser.MoveNext();
        var items = new List<ConfigNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(depth + 1));
        }

        return new SequenceNode(Span(_source, start.Start, start.Start), items);
    }

    private MappingNode Mapping(NodeEvent start, int depth)
    {
        _parser.MoveNext();
        var entries = new List<MappingEntry>();
        var seen = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var keyStart = _parser.Current;
            if (Node(depth + 1) is not ScalarNode key)
            {
                throw Refuse(keyStart, "a key must be a plain word");
            }

            var value = Node(depth + 1);
            if (seen.TryAdd(key.Text, key.At))
            {
                entries.Add(new MappingEntry(key, value));
            }
            else
            {
                _problems.Error(key.At,
                    FormattableString.Invariant($"key \"{key.Text}\" stands twice (first in line {seen[key.Text].Line}) – remove one"));
                _problems.Hide(value);
            }
        }

        return new MappingNode(Span(_source, start.Start, start.Start), entries);
    }

    private void Take(int nodes, ParsingEvent at)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes)
        {
            throw Refuse(at, $"more than {MaxNodes} values, aliases counted as often as they are used");
        }
    }

    private RefusedException Refuse(ParsingEvent? at, string message) =>
        new(Span(_source, at?.Start ?? Mark.Empty, at?.End ?? Mark.Empty), message);

    private static SourceSpan Span(SourceText source, Mark start, Mark end)
    {
        var length = end.Line == start.Line ? end.Column - start.Column : source.Line((int)start.Line).Length - start.Column + 1;
        return new SourceSpan(source, (int)Math.Max(1, start.Line), (int)Math.Max(1, start.Column), (int)Math.Max(1, length))
        {
            Lines = (int)Math.Max(1, end.Line - start.Line + 1),
        };
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").TrimEnd('.');

    private sealed class RefusedException(SourceSpan at, string message) : Exception(message)
    {
        public SourceSpan At { get; } = at;
    }
}
