using System.Text.RegularExpressions;

namespace EdgeCollector.Tests.Architecture;

/// <summary>A file below src/: its path from there (<c>EdgeCollector/Mqtt/MqttConnection.cs</c>) and its text.</summary>
internal sealed partial class SourceFile
{
    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        Statements = CommentOrString().Replace(text, m => m.Value[0] == '/' ? "" : m.Value);
        Code = CommentOrString().Replace(text, m => m.Value[0] == '/' ? "" : "\"\"");
        Usings = [.. UsingLine().Matches(Code).Select(m => m.Groups["namespace"].Value)];
        Lines = text.AsSpan().Count('\n') + (text.EndsWith('\n') ? 0 : 1);
    }

    public string Path { get; }

    public string Text { get; }

    /// <summary>The text without comments.</summary>
    public string Statements { get; }

    /// <summary>The text without comments and with every string emptied.</summary>
    public string Code { get; }

    /// <summary>Imported namespaces, of <c>using</c>, <c>global using</c>, <c>using static</c> and aliases alike.</summary>
    public IReadOnlyList<string> Usings { get; }

    public int Lines { get; }

    /// <summary>Type name by the convention of one type a file: the file's name up to its first dot.</summary>
    public string TypeName => System.IO.Path.GetFileName(Path).Split('.')[0];

    public bool IsIn(params string[] folders) => folders.Any(f => Path == f || Path.StartsWith(f + "/", StringComparison.Ordinal));

    public bool Imports(string ns) => Usings.Any(u => u == ns || u.StartsWith(ns + ".", StringComparison.Ordinal));

    /// <summary>The name occurs in the code as a word of its own.</summary>
    public bool Mentions(string name) => Regex.IsMatch(Code, $@"(?<!\w){Regex.Escape(name)}(?!\w)");

    // A raw string, a verbatim string, a string, a character, a line comment, a block comment: whichever begins first.
    [GeneratedRegex(
        """\$*"{3}.*?"{3}|(?:@\$?|\$@)"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'|//[^\n]*|/\*.*?\*/""",
        RegexOptions.Singleline)]
    private static partial Regex CommentOrString();

    [GeneratedRegex(
        @"^[ \t]*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?(?:global::)?(?<namespace>[A-Z][\w.]*)\s*(?:<[^;]*>)?\s*;",
        RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
