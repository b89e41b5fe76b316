using System.Buffers.Text;
using System.Text;

namespace EdgeCollector.Bridge;

/// <summary>The one line that a bridge reads: <c># edgecollector/1 node epoch first last</c>.</summary>
/// <param name="Last">At least First - 1: a batch may answer for no id.</param>
internal readonly record struct LinesHeader(string Node, long Epoch, long First, long Last)
{
    private const int LongestLine = 256;

    public static bool TryParse(ReadOnlySpan<byte> batch, out LinesHeader header)
    {
        header = default;
        var end = batch[..Math.Min(batch.Length, LongestLine)].IndexOf((byte)'\n');
        var start = "# edgecollector/1 "u8;
        if (end < 0 || !batch.StartsWith(start))
        {
            return false;
        }

        var line = batch[start.Length..end];
        var space = line.IndexOf((byte)' ');
        if (space is < 1 or > 64)
        {
            return false;
        }

        var node = line[..space];
        line = line[(space + 1)..];
        if (!Number(ref line, out var epoch) || !Number(ref line, out var first) || !Number(ref line, out var last)
            || !line.IsEmpty || epoch <= 0 || first < 0 || last < first - 1)
        {
            return false;
        }

        foreach (var letter in node)
        {
            if (letter is not ((>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'_'))
            {
                return false;
            }
        }

        header = new(Encoding.ASCII.GetString(node), epoch, first, last);
        return true;
    }

    private static bool Number(ref ReadOnlySpan<byte> line, out long number)
    {
        if (!Utf8Parser.TryParse(line, out number, out var used) || (used < line.Length && line[used] != (byte)' '))
        {
            return false;
        }

        line = line[Math.Min(used + 1, line.Length)..];
        return true;
    }
}
