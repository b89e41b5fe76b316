using System.Buffers.Binary;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// All that a core has in memory between two inputs: the engine with its timelines, and the digits that tell equal times apart. Each class
/// writes what it has (Export) and takes it back (Import); what follows from something else is not written. Blocks may grow at their end;
/// any other change moves the version.
/// </summary>
/// <param name="At">The last input that is in it.</param>
public sealed record Checkpoint(ArchivePoint At, EngineMarks Marks, TieBreaker Ties, OeeEngine Engine)
{
    private const byte Version = 2;

    private const int Checksum = 4;

    /// <summary>Into an empty writer.</summary>
    public static void Write(RecordWriter writer, ArchivePoint at, EngineMarks marks, TieBreaker ties, IEngine engine)
    {
        writer.Byte(Version);
        writer.Int(at.Epoch);
        writer.Int(at.Sequence);
        marks.Export(writer);
        ties.Export(writer);
        engine.Export(writer);
        writer.Fixed32(BatchHeader.Crc32C(writer.Written));
    }

    /// <summary>Null: of a version that is not known, or damaged; then there is none.</summary>
    public static Checkpoint? Read(ReadOnlySpan<byte> state, EngineLimits limits)
    {
        if (state.Length < Checksum || BinaryPrimitives.ReadUInt32LittleEndian(state[^Checksum..]) != BatchHeader.Crc32C(state[..^Checksum]))
        {
            return null;
        }

        var reader = new RecordReader(state[..^Checksum]);
        if (reader.Byte() != Version)
        {
            return null;
        }

        var at = new ArchivePoint(reader.Int(), reader.Int());
        var (marks, ties) = (EngineMarks.Import(ref reader), new TieBreaker());
        return ties.TryImport(ref reader) && OeeEngine.Import(ref reader, limits) is { } engine ? new(at, marks, ties, engine) : null;
    }
}
