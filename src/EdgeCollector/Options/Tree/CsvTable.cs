using System.Text;

namespace EdgeCollector.Options.Tree;

/// <summary>
/// A CSV file as the list it stands for: <c>products: { csv: FILE }</c> and <c>reasons: { csv: FILE }</c>. The header holds the keys of the
/// YAML form (<c>label.en</c>, <c>cycles.machine</c>); comma or semicolon; quotes as in RFC 4180. Blank cells are absent keys, the numbers
/// of
/// <c>plc</c> are parted by spaces, and rows of one id add their cycles to it.
/// </summary>
internal static class CsvTable
{
    private const string ListOfCycles = "cycles";
    private const string ListOfCodes = "plc";

    public static SequenceNode? Read(SourceText source, string text, DiagnosticList problems)
    {
        var rows = Rows(source, text, problems);
        if (rows is null || rows.Count == 0)
        {
            problems.Error(new SourceSpan(source, 1, 1, 1), "has no header line – like code,group,category,plc,label.en");
            return null;
        }

        var items = new List<ConfigNode>();
        foreach (var row in rows.Skip(1))
        {
            if (row.Count > rows[0].Count)
            {
                problems.Error(row[rows[0].Count].At,
                    FormattableString.Invariant($"line has {row.Count} cells, the header {rows[0].Count}"));
                continue;
            }

            var item = Item(rows[0], row);
            var same = items.FindIndex(known => ((MappingNode)known).Identity is { } identity && identity == item.Identity);
            if (same >= 0 && item.Find(ListOfCycles) is { } more && ((MappingNode)items[same]).Find(ListOfCycles) is not null)
            {
                items[same] = WithMoreCycles((MappingNode)items[same], (SequenceNode)more.Value);
            }
            else
            {
                items.Add(item);
            }
        }

        return new SequenceNode(new SourceSpan(source, 1, 1, 1), items);
    }

    private static MappingNode Item(List<ScalarNode> header, List<ScalarNode> row)
    {
        var parts = new List<(ScalarNode Key, string[] Path, ScalarNode Value)>();
        for (var i = 0; i < row.Count; i++)
        {
            if (row[i].Text.Length > 0)
            {
                parts.Add((header[i], header[i].Text.Split('.', 2), row[i]));
            }
        }

        var at = row[0].At;
        var entries = parts.GroupBy(part => part.Path[0]).Select(group => new MappingEntry(
            new ScalarNode(group.First().Key.At, group.Key, quoted: true),
            group.First() switch
            {
                { Path.Length: 1, Value: var value } when group.Key == ListOfCodes => Codes(value),
                { Path.Length: 1, Value: var value } => value,
                _ when group.Key == ListOfCycles => new SequenceNode(at, [Nested(at, group)]),
                _ => Nested(at, group),
            }));
        return new MappingNode(at, [.. entries]);
    }

    private static MappingNode Nested(SourceSpan at, IEnumerable<(ScalarNode Key, string[] Path, ScalarNode Value)> group) =>
        new(at, [.. group.Select(part => new MappingEntry(new ScalarNode(part.Key.At, part.Path[^1], quoted: true), part.Value))]);

    private static SequenceNode Codes(ScalarNode cell) => new(
        cell.At, [.. cell.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(code => new ScalarNode(cell.At, code, quoted: true))]);

    private static MappingNode WithMoreCycles(MappingNode item, SequenceNode more) => new(item.At, [.. item.Entries.Select(entry =>
        entry.Key.Text == ListOfCycles && entry.Value is SequenceNode cycles
            ? entry with { Value = new SequenceNode(cycles.At, [.. cycles.Items, .. more.Items]) } : entry)]);

    private static List<List<ScalarNode>>? Rows(SourceText source, string text, DiagnosticList problems)
    {
        var firstLine = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : text.Length);
        var separator = firstLine.Contains(';') ? ';' : ',';
        var rows = new List<List<ScalarNode>>();
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.Trim().Length == 0)
            {
                continue;
            }

            if (rows.Count * Math.Max(1, rows.Count == 0 ? 1 : rows[0].Count) > YamlReader.MaxNodes)
            {
                problems.Error(new SourceSpan(source, number, 1, 1), FormattableString.Invariant($"more than {YamlReader.MaxNodes} cells"));
                break;
            }

            if (Cells(source, line, number, separator) is { } cells)
            {
                rows.Add(cells);
            }
            else
            {
                problems.Error(new SourceSpan(source, number, 1, line.Length), "a quote is not closed on this line");
            }
        }

        return rows;
    }

    private static List<ScalarNode>? Cells(SourceText source, string line, int number, char separator)
    {
        var cells = new List<ScalarNode>();
        var at = 0;
        while (true)
        {
            var start = at;
            var cell = new StringBuilder();
            if (at < line.Length && line[at] == '"')
            {
                for (at++; ; at++)
                {
                    if (at >= line.Length)
                    {
                        return null;
                    }

                    if (line[at] != '"')
                    {
                        cell.Append(line[at]);
                    }
                    else if (at + 1 < line.Length && line[at + 1] == '"')
                    {
                        cell.Append(line[at++]);
                    }
                    else
                    {
                        at++;
                        break;
                    }
                }
            }

            for (; at < line.Length && line[at] != separator; at++)
            {
                cell.Append(line[at]);
            }

            cells.Add(new ScalarNode(new SourceSpan(source, number, start + 1, Math.Max(1, at - start)), cell.ToString().Trim(),
                quoted: true));
            if (at >= line.Length)
            {
                return cells;
            }

            at++;
        }
    }
}
