using System.IO.Compression;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Storage.Checkpoints;

/// <summary>
/// The newest checkpoint, deflated, in the data folder. Written beside the old one and put in its place once it is on the disk, so there is
/// always a whole one or none. Nothing depends on it but the time that a start takes.
/// </summary>
internal sealed class CheckpointFile(string dataFolder)
{
    private const string Name = "checkpoint";

    /// <summary>More is no checkpoint of ours.</summary>
    private const int MostUnpacked = 1 << 30;

    private readonly string _path = Path.Combine(dataFolder, Name);

    /// <returns>Bytes written.</returns>
    /// <exception cref="IOException">The disk did not take it; the one before is still there.</exception>
    public long Write(ReadOnlySpan<byte> state)
    {
        var fresh = _path + ".new";
        long length;
        try
        {
            using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                using (var pack = new DeflateStream(file, CompressionLevel.Fastest, leaveOpen: true))
                {
                    pack.Write(state);
                }

                file.Flush(flushToDisk: true);
                length = file.Length;
            }

            File.Move(fresh, _path, overwrite: true);
        }
        catch
        {
            // A half of it would only take room on a disk that may have none.
            File.Delete(fresh);
            throw;
        }

        return length;
    }

    /// <summary>Null: there is none, or none that this version can read.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Checkpoint? Read()
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        using var state = new MemoryStream();
        try
        {
            using var unpack = new DeflateStream(File.OpenRead(_path), CompressionMode.Decompress);
            var chunk = new byte[64 * 1024];
            for (var read = unpack.Read(chunk); read > 0 && state.Length < MostUnpacked; read = unpack.Read(chunk))
            {
                state.Write(chunk, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return Checkpoint.Read(state.GetBuffer().AsSpan(0, (int)state.Length), EngineLimits.Live);
    }
}
