using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace EdgeCollector.Dashboard;

/// <summary>
/// The product's counters and gauges in the Prometheus text format 0.0.4, by a <see cref="MeterListener"/>. Counters are summed,
/// gauges keep their last value, histograms become <c>_count</c> and <c>_sum</c>. At most <see cref="MaxSeries"/> series.
/// </summary>
internal sealed class MetricsText : IDisposable
{
    public const int MaxSeries = 1000;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <param name="prefix">Meters whose name begins so are ours.</param>
    public MetricsText(string prefix)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    public string Render()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_lock)
        {
            string? family = null;
            foreach (var series in _series.Values)
            {
                if (series.Family != family)
                {
                    family = series.Family;
                    text.Append(CultureInfo.InvariantCulture, $"# TYPE {family} {series.Type}\n");
                }

                if (series.Type == "summary")
                {
                    text.Append(CultureInfo.InvariantCulture, $"{family}_count{series.Labels} {series.Count}\n");
                    text.Append(CultureInfo.InvariantCulture, $"{family}_sum{series.Labels} {series.Value:R}\n");
                }
                else
                {
                    text.Append(CultureInfo.InvariantCulture, $"{family}{series.Labels} {series.Value:R}\n");
                }
            }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static string Clean(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_'));

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
        {
            return "";
        }

        var text = new StringBuilder("{");
        foreach (var (key, value) in tags)
        {
            var label = (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
                .Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append(text.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $"{Clean(key)}=\"{label}\"");
        }

        return text.Append('}').ToString();
    }

    private static (string Type, bool Adds) Kind(Instrument instrument) => instrument switch
    {
        Counter<long> or Counter<int> or Counter<double> => ("counter", true),
        ObservableCounter<long> or ObservableCounter<int> or ObservableCounter<double> => ("counter", false),
        Histogram<long> or Histogram<int> or Histogram<double> => ("summary", true),
        UpDownCounter<long> or UpDownCounter<int> or UpDownCounter<double> => ("gauge", true),
        _ => ("gauge", false),
    };

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var family = Clean(instrument.Name);
        var labels = Labels(tags);
        lock (_lock)
        {
            if (!_series.TryGetValue(family + labels, out var series))
            {
                if (_series.Count >= MaxSeries)
                {
                    return;
                }

                var (type, adds) = Kind(instrument);
                _series.Add(family + labels, series = new Series(family, labels, type, adds));
            }

            series.Count++;
            series.Value = series.Adds ? series.Value + value : value;
        }
    }

    private sealed class Series(string family, string labels, string type, bool adds)
    {
        public string Family => family;

        public string Labels => labels;

        public string Type => type;

        public bool Adds => adds;

        public long Count { get; set; }

        public double Value { get; set; }
    }
}
