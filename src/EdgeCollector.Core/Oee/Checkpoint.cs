using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// All that a core has in memory between two inputs: the engine with its timelines, and the digits that tell equal times apart. Each class
/// writes what it has (Export) and takes it back (Import); what follows from something else is not written. Blocks may grow at their end;
/// any other change moves the version.
/// </summary>
public static class Checkpoint
{
    private const byte Version = 1;

    public static void Write(RecordWriter writer, IEngine engine, TieBreaker ties)
    {
        writer.Byte(Version);
        ties.Export(writer);
        engine.Export(writer);
    }

    /// <summary>False: of a version that is not known, or damaged; then there is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> state, EngineLimits limits, out OeeEngine? engine, out TieBreaker ties)
    {
        var reader = new RecordReader(state);
        (engine, ties) = (null, new TieBreaker());
        if (reader.Byte() != Version || !ties.TryImport(ref reader))
        {
            return false;
        }

        engine = OeeEngine.Import(ref reader, limits);
        return engine is not null;
    }
}
