using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace EdgeCollector.Dashboard;

/// <summary>
/// Writes HTML and SVG. What stands in the source is markup; what is put in is encoded, without exception, so that a hostile name
/// stays a name. Attributes are written in double quotes.
/// </summary>
internal sealed class HtmlWriter
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new(4096);

    public HtmlWriter Add([InterpolatedStringHandlerArgument("")] ref Handler handler)
    {
        _ = handler;
        return this;
    }

    /// <summary>Markup that an <see cref="HtmlWriter"/> made.</summary>
    public HtmlWriter Add(Markup markup)
    {
        _text.Append(markup.Html);
        return this;
    }

    public Markup ToMarkup() => new(_text.ToString());

    public override string ToString() => _text.ToString();

    [InterpolatedStringHandler]
    internal readonly ref struct Handler(int literalLength, int formattedCount, HtmlWriter writer)
    {
        private readonly StringBuilder _text = writer._text;

        public void AppendLiteral(string value) => _text.Append(value);

        public void AppendFormatted(string? value) => _text.Append(value is null ? "" : Encoder.Encode(value));

        public void AppendFormatted(char value) => AppendFormatted(value.ToString());

        public void AppendFormatted(long value) => _text.Append(CultureInfo.InvariantCulture, $"{value}");

        public void AppendFormatted(double value) => _text.Append(CultureInfo.InvariantCulture, $"{value:0.###}");

        public void AppendFormatted(Markup value) => _text.Append(value.Html);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{literalLength} {formattedCount}");
    }
}

/// <summary>Finished markup; only <see cref="HtmlWriter"/> makes it.</summary>
internal readonly record struct Markup(string Html)
{
    public static Markup Empty { get; } = new("");
}
