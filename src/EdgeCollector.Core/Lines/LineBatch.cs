using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace EdgeCollector.Core.Lines;

/// <summary>
/// Lines of consecutive inputs under one first line, <c># edgecollector/1 node epoch first last</c>: a comment to databases, the ids to
/// the bridge. Reused batch after batch; nothing is allocated once its buffer has grown.
/// </summary>
/// <remarks>
/// The lines of one input are never split over two batches, since an acknowledged id must mean all its lines: a batch ends before
/// the input that would take it over <see cref="Limit"/>, and only one whose lines alone exceed that is longer.
/// </remarks>
public sealed class LineBatch : IBufferWriter<byte>
{
    /// <summary>Bytes of a batch, first line included.</summary>
    public const int Limit = 64 * 1024;

    private readonly byte[] _start;
    private readonly int _reserved;
    private byte[] _buffer;
    private int _end;
    private int _kept;

    /// <param name="node">Edge node name.</param>
    /// <param name="epoch">Epoch of the ids.</param>
    public LineBatch(string node, long epoch)
    {
        _start = Encoding.UTF8.GetBytes($"# edgecollector/1 {node} {epoch.ToString(System.Globalization.CultureInfo.InvariantCulture)} ");
        _reserved = _start.Length + 42;
        _buffer = new byte[Limit + 4096];
        Clear(0);
    }

    /// <summary>First id that the batch answers for.</summary>
    public long First { get; private set; }

    /// <summary>Last id that the batch answers for; First - 1 while it answers for none.</summary>
    public long Last { get; private set; }

    /// <summary>Bytes of lines, without the first line.</summary>
    public int Length => _kept - _reserved;

    public bool IsEmpty => _kept == _reserved;

    /// <summary>Empties it; the next ids begin at <paramref name="first"/>.</summary>
    public void Clear(long first)
    {
        First = first;
        Last = first - 1;
        _end = _kept = _reserved;
    }

    /// <summary>Keeps the lines written since the last call as those of the inputs up to <paramref name="sequence"/>; false, and the
    /// lines are held back for <see cref="MoveRest"/>, where the batch has to be sent before them.</summary>
    public bool TryKeep(long sequence)
    {
        if (_end > Limit && !IsEmpty)
        {
            return false;
        }

        _kept = _end;
        Last = sequence;
        return true;
    }

    /// <summary>Moves the lines that <see cref="TryKeep"/> held back into the next batch, which begins behind this one.</summary>
    public void MoveRest(LineBatch next)
    {
        next.Clear(Last + 1);
        var rest = _buffer.AsSpan(_kept.._end);
        rest.CopyTo(next.GetSpan(rest.Length));
        next.Advance(rest.Length);
        _end = _kept;
    }

    /// <summary>First line and lines; valid until the next <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Seal()
    {
        Span<byte> ids = stackalloc byte[42];
        Utf8Formatter.TryFormat(First, ids, out var length);
        ids[length++] = (byte)' ';
        Utf8Formatter.TryFormat(Last, ids[length..], out var written);
        length += written;
        ids[length++] = (byte)'\n';
        var start = _reserved - length - _start.Length;
        _start.CopyTo(_buffer, start);
        ids[..length].CopyTo(_buffer.AsSpan(start + _start.Length));
        return _buffer.AsMemory(start, _kept - start);
    }

    public void Advance(int count) => _end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _buffer.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _buffer.AsSpan(_end);
    }

    private void Grow(int sizeHint)
    {
        if (_buffer.Length - _end < Math.Max(sizeHint, 1))
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _end + sizeHint));
        }
    }
}
