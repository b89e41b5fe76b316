namespace EdgeCollector.Options.Binding;

/// <summary>"did you mean": the nearest known word by Damerau-Levenshtein distance (neighbours swapped count one).</summary>
internal static class Suggestion
{
    /// <summary>A clause to append to a message, or an empty text where no word is near.</summary>
    public static string For(string text, IEnumerable<string> known) => Nearest(text, known) is { } word ? $" – did you mean \"{word}\"?"
        : "";

    public static string? Nearest(string text, IEnumerable<string> known)
    {
        if (text.Length is 0 or > 64)
        {
            return null;
        }

        string? nearest = null;
        var best = int.MaxValue;
        foreach (var word in known)
        {
            var distance = Distance(text.ToLowerInvariant(), word.ToLowerInvariant());
            if (distance < best && distance <= Math.Max(1, word.Length / 3))
            {
                (nearest, best) = (word, distance);
            }
        }

        return nearest;
    }

    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
