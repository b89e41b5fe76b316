using System.Buffers;
using System.Buffers.Text;

namespace EdgeCollector.Core.Lines;

/// <summary>
/// Writes points into a buffer, one after the other, allocating nothing. A point without a field leaves no trace. Keys are UTF-8
/// literals of the schema and not escaped.
/// </summary>
public ref struct LineWriter
{
    private const int LongestNumber = 32;
    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _length;
    private bool _any;

    public LineWriter(IBufferWriter<byte> output)
    {
        _output = output;
        _span = default;
    }

    /// <summary>Points written so far.</summary>
    public int Points { get; private set; }

    /// <summary>Begins a point; <paramref name="prefix"/> is a <see cref="LineProtocol.Prefix"/>.</summary>
    public void Begin(ReadOnlySpan<byte> prefix)
    {
        _length = 0;
        _any = false;
        Reserve(prefix.Length);
        prefix.CopyTo(_span);
        _length = prefix.Length;
    }

    public void Integer(ReadOnlySpan<byte> key, long value)
    {
        Key(key, LongestNumber);
        Utf8Formatter.TryFormat(value, _span[_length..], out var written);
        _length += written;
        _span[_length++] = (byte)'i';
    }

    /// <summary>Shortest text that reads back as the same number. NaN and infinities, which databases refuse, are left out.</summary>
    public void Real(ReadOnlySpan<byte> key, double value)
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        Key(key, LongestNumber);

        // Whole numbers are the common case and format several times faster as integers; a float needs no point or exponent.
        var whole = (long)value;
        int written;
        if (whole == value && Math.Abs(value) < 1e15 && !double.IsNegative(value))
        {
            Utf8Formatter.TryFormat(whole, _span[_length..], out written);
        }
        else
        {
            value.TryFormat(_span[_length..], out written, default, System.Globalization.CultureInfo.InvariantCulture);
        }

        _length += written;
    }

    /// <summary>As <see cref="Real(ReadOnlySpan{byte},double)"/>; a figure that does not exist is left out.</summary>
    public void Real(ReadOnlySpan<byte> key, double? value)
    {
        if (value is { } number)
        {
            Real(key, number);
        }
    }

    public void Boolean(ReadOnlySpan<byte> key, bool value)
    {
        Key(key, 5);
        var word = value ? "true"u8 : "false"u8;
        word.CopyTo(_span[_length..]);
        _length += word.Length;
    }

    public void Text(ReadOnlySpan<byte> key, ReadOnlySpan<char> value)
    {
        value = LineProtocol.Cut(value, LineProtocol.MaxText);
        Key(key, (value.Length * 6) + 2);
        _span[_length++] = (byte)'"';
        _length += LineProtocol.WriteText(value, _span[_length..]);
        _span[_length++] = (byte)'"';
    }

    /// <summary>Ends the point with its time in ns since 1970 UTC and hands its bytes over.</summary>
    public void End(long nanoseconds)
    {
        if (!_any)
        {
            return;
        }

        Reserve(LongestNumber);
        _span[_length++] = (byte)' ';
        Utf8Formatter.TryFormat(nanoseconds, _span[_length..], out var written);
        _length += written;
        _span[_length++] = (byte)'\n';
        _output.Advance(_length);
        _span = _span[_length..];
        _length = 0;
        Points++;
    }

    private void Key(ReadOnlySpan<byte> key, int room)
    {
        Reserve(key.Length + 2 + room);
        if (_any)
        {
            _span[_length++] = (byte)',';
        }

        _any = true;
        key.CopyTo(_span[_length..]);
        _length += key.Length;
        _span[_length++] = (byte)'=';
    }

    private void Reserve(int room)
    {
        if (_span.Length - _length >= room)
        {
            return;
        }

        // GetSpan does not keep what was not advanced, so the point begun so far moves by hand.
        var old = _span[.._length];
        Span<byte> kept = stackalloc byte[old.Length <= 1024 ? old.Length : 0];
        if (old.Length > 1024)
        {
            kept = old.ToArray();
        }
        else
        {
            old.CopyTo(kept);
        }

        _span = _output.GetSpan(Math.Max(_length + room, 1024));
        kept.CopyTo(_span);
    }
}
