using System.Globalization;
using System.Text;

namespace EdgeCollector.Benchmarks.Ratios;

/// <summary>Samples to line-protocol batches, against a string for each line that is encoded afterwards.</summary>
internal sealed class LinesAgainstStrings : IRatio
{
    private readonly LineBatchBenchmark _batches = new();
    private readonly byte[] _buffer = new byte[256];

    public string Name => "lines-vs-strings";

    public double AtLeast => 1.5;

    public RatioResult Run() => SideBySide.Measure("sample", LineBatchBenchmark.Samples, () => _batches.Batches(), Strings);

    private void Strings()
    {
        for (var i = 1; i <= LineBatchBenchmark.Samples; i++)
        {
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"tag,enterprise=acme,site=eindhoven,area=packaging,line=line1,machine=filler1,name=product_temp "
                + $"value={(double)i},quality={192}i {1_795_410_000_000_000_000 + i}\n");
            Encoding.UTF8.GetBytes(line, _buffer);
        }
    }
}
