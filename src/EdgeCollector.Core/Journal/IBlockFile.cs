namespace EdgeCollector.Core.Journal;

/// <summary>A file of fixed length, read and written in place. Owned by one writer; reads from any thread.</summary>
public interface IBlockFile : IDisposable
{
    /// <summary>Bytes.</summary>
    int Length { get; }

    /// <summary>Writes at a place; durable after the next <see cref="Sync"/> and not before.</summary>
    /// <exception cref="IOException">The disk failed: what of it was written is unknown.</exception>
    void Write(int position, ReadOnlySpan<byte> bytes);

    /// <summary>Everything written is on the medium when it returns (fdatasync).</summary>
    /// <exception cref="IOException">The disk failed: what was written since the last success may be lost, and a later success says nothing
    /// of it.</exception>
    void Sync();

    /// <summary>Fills <paramref name="into"/> from a place within the file.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    void Read(int position, Span<byte> into);
}

/// <summary>The folder that the journal's segments lie in; tests pass a disk that forgets, tears and fails.</summary>
public interface IBlockFolder
{
    /// <summary>Names of the files.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    IReadOnlyList<string> List();

    /// <exception cref="IOException">It cannot be opened.</exception>
    IBlockFile Open(string name);

    /// <summary>A new file of zeros: allocated, and on the medium with its name, when this returns.</summary>
    /// <exception cref="IOException">No space, or the disk failed; nothing of it is left.</exception>
    IBlockFile Create(string name, int length);

    /// <exception cref="IOException">It is still there.</exception>
    void Delete(string name);

    /// <summary>Keeps bytes that are not understood, for people to look at; as well as it can, and never throws.</summary>
    void Quarantine(string name, ReadOnlySpan<byte> bytes);
}
