using System.Globalization;

namespace EdgeCollector.Options;

/// <summary>A size in bytes, written <c>64KB 500MB 2GB</c> (powers of 1000) or <c>64KiB 512MiB 2GiB</c> (powers of 1024).</summary>
internal readonly record struct ByteSize(long Bytes)
{
    public const string Pattern = "^[0-9]{1,9}(\\.[0-9]{1,6})?(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$";

    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("TiB", 1L << 40), ("TB", 1_000_000_000_000), ("GiB", 1L << 30), ("GB", 1_000_000_000),
        ("MiB", 1L << 20), ("MB", 1_000_000), ("KiB", 1L << 10), ("KB", 1_000),
    ];

    public static bool TryParse(string text, out ByteSize size)
    {
        size = default;
        foreach (var (unit, bytes) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && decimal.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out var number)
                && number <= (decimal)long.MaxValue / bytes)
            {
                size = new ByteSize((long)(number * bytes));
                return true;
            }
        }

        return false;
    }

    public static ByteSize Parse(string text) => TryParse(text, out var size) ? size
        : throw new FormatException($"\"{text}\" is not a size");

    public override string ToString()
    {
        foreach (var (unit, bytes) in Units)
        {
            if (Bytes != 0 && Bytes % bytes == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Bytes / bytes}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Bytes}B");
    }
}
