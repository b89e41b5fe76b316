using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace EdgeCollector.Benchmarks.Ratios;

/// <summary>A line-protocol time stamp (ns since 1970) formatted straight into UTF-8, against a string encoded afterwards.</summary>
internal sealed class TimestampText : IRatio
{
    private const int Count = 200_000;
    private const long First = 1_795_410_000_000_000_000;
    private readonly byte[] _buffer = new byte[32];

    public string Name => "timestamp-utf8-vs-string";

    public double AtLeast => 1;

    public RatioResult Run() => SideBySide.Measure("value", Count, Utf8, Strings);

    private void Utf8()
    {
        for (var i = 0; i < Count; i++)
        {
            Utf8Formatter.TryFormat(First + i, _buffer, out _);
        }
    }

    private void Strings()
    {
        for (var i = 0; i < Count; i++)
        {
            Encoding.UTF8.GetBytes((First + i).ToString(CultureInfo.InvariantCulture), _buffer);
        }
    }
}
