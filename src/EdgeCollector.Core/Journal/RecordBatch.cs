using System.Buffers;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// The unit of atomicity: inputs and what followed from them, encoded. Reused by CoreLoop batch after batch; a journal copies it.
/// </summary>
public sealed class RecordBatch
{
    private readonly ArrayBufferWriter<byte> _records = new(64 * 1024);

    /// <summary>Sequence of the first input.</summary>
    public long First { get; private set; }

    /// <summary>Number of inputs; they are contiguous from <see cref="First"/>.</summary>
    public int Count { get; private set; }

    public long Last => First + Count - 1;

    public ReadOnlyMemory<byte> Records => _records.WrittenMemory;

    public void Clear(long first)
    {
        First = first;
        Count = 0;
        _records.ResetWrittenCount();
    }
}
