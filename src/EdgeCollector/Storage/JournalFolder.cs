using EdgeCollector.Core.Journal;

namespace EdgeCollector.Storage;

/// <summary>Where the journal lies in a data folder, and how it is looked at without a lock.</summary>
internal static class JournalFolder
{
    private const string Name = "journal";
    private const string Cursor = "cursor";

    public static string In(string dataFolder) => Path.Combine(dataFolder, Name);

    /// <summary>Null: it cannot be had now; everything that is kept will be delivered again at the next start.</summary>
    public static IBlockFile? CursorFile(FileBlockFolder folder)
    {
        try
        {
            return folder.List().Contains(Cursor) ? folder.Open(Cursor) : folder.Create(Cursor, CursorSlots.Size);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The account as it stands on the disk: of a run that goes on, up to some seconds ago. Null: no journal is kept there.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Ledger? ReadLedger(string dataFolder)
    {
        if (!Directory.Exists(In(dataFolder)))
        {
            return null;
        }

        var folder = new FileBlockFolder(In(dataFolder), readOnly: true);
        var recovered = Recovered.In(folder);
        using var file = folder.List().Contains(Cursor) ? folder.Open(Cursor) : null;
        var slots = file is null ? null : new CursorSlots(file);
        var ledger = new Ledger();
        ledger.Restore(slots is null ? [] : slots.Attached.Span, Cursored(slots, recovered.First, recovered.Last), recovered.Last);
        return ledger;
    }

    /// <summary>Up to here everything was done; a cursor beyond the journal's end is of ids that are used again.</summary>
    public static long Cursored(CursorSlots? slots, long first, long last) => Math.Clamp(slots?.Value ?? 0, Math.Min(first - 1, last), last);
}
