using System.Text;

namespace EdgeCollector.Cli;

/// <summary>Questions at a terminal, on standard error, so that standard output stays the result alone.</summary>
internal static class Terminal
{
    private const int MaxSecret = 1000;

    public static string? Ask(string question)
    {
        Console.Error.Write(question);
        return Console.ReadLine();
    }

    public static string? AskSecret(string question)
    {
        Console.Error.Write(question);
        var typed = new StringBuilder();
        while (typed.Length < MaxSecret)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter) break;
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }

    /// <summary>A text from a server on one line: control characters, which could drive the terminal, as question marks.</summary>
    public static string Safe(string? text, int most = 200)
    {
        var shown = text ?? "";
        if (shown.Length > most) shown = shown[..most] + "…";
        return string.Create(shown.Length, shown, (into, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                var isFormat = char.GetUnicodeCategory(from[i]) is System.Globalization.UnicodeCategory.Format
                    or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;
                into[i] = char.IsControl(from[i]) || isFormat ? '?' : from[i];
            }
        });
    }
}
