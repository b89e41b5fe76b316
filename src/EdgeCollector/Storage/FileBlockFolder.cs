using System.Runtime.InteropServices;
using EdgeCollector.Core.Journal;
using Microsoft.Win32.SafeHandles;

namespace EdgeCollector.Storage;

/// <summary>The journal's folder on a Linux file system: pwrite, fdatasync, and the folder itself synced when a file is born.</summary>
internal sealed partial class FileBlockFolder : IBlockFolder
{
    private const string QuarantineFolder = "quarantine";

    /// <summary>O_CLOEXEC alone: O_DIRECTORY has another value on each architecture.</summary>
    private const int ReadCloseOnExec = 0x80000;

    private static readonly byte[] Zeros = new byte[64 * 1024];
    private readonly string _path;
    private readonly bool _readOnly;

    /// <param name="readOnly">Looked at beside the one who writes.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public FileBlockFolder(string path, bool readOnly = false)
    {
        (_path, _readOnly) = (path, readOnly);
        if (!readOnly) Directory.CreateDirectory(path);
    }

    public IReadOnlyList<string> List() => [.. Directory.EnumerateFiles(_path).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    public IBlockFile Open(string name) => new BlockFile(OpenHandle(name, FileMode.Open));

    public IBlockFile Create(string name, int length)
    {
        var handle = OpenHandle(name, FileMode.CreateNew);
        try
        {
            // Written and not only reserved: an extent that was never written costs the file system's own journal at each commit.
            for (var at = 0; at < length; at += Zeros.Length)
            {
                RandomAccess.Write(handle, Zeros.AsSpan(0, Math.Min(Zeros.Length, length - at)), at);
            }

            RandomAccess.FlushToDisk(handle);
            SyncFolder();
            return new BlockFile(handle);
        }
        catch
        {
            handle.Dispose();
            File.Delete(At(name));
            throw;
        }
    }

    public void Delete(string name)
    {
        if (!_readOnly) File.Delete(At(name));
    }

    public void Quarantine(string name, ReadOnlySpan<byte> bytes)
    {
        if (_readOnly)
        {
            return;
        }

        try
        {
            var folder = Directory.CreateDirectory(At(QuarantineFolder)).FullName;
            using var file = new FileStream(Path.Combine(folder, name), FileMode.Create, FileAccess.Write);
            file.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The damage is counted by the caller, with or without a copy.
        }
    }

    /// <summary>What may not be touched (EACCES, EPERM of a foreign or immutable file) is as good as a disk that failed.</summary>
    private SafeFileHandle OpenHandle(string name, FileMode mode)
    {
        try
        {
            return _readOnly ? File.OpenHandle(At(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
                : File.OpenHandle(At(name), mode, FileAccess.ReadWrite, FileShare.Read, FileOptions.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private string At(string name) => Path.Combine(_path, name);

    /// <summary>A new name is durable once its folder is (fsync(2)).</summary>
    private void SyncFolder()
    {
        var descriptor = open(_path, ReadCloseOnExec);
        var failed = descriptor < 0 || fsync(descriptor) < 0;
        var error = Marshal.GetLastPInvokeError();
        if (descriptor >= 0)
        {
            _ = close(descriptor);
        }

        if (failed)
        {
            throw new IOException($"{_path}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle handle);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);

    private sealed class BlockFile(SafeFileHandle handle) : IBlockFile
    {
        public int Length { get; } = (int)Math.Min(RandomAccess.GetLength(handle), int.MaxValue);

        public void Write(int position, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, position);

        public void Sync()
        {
            if (fdatasync(handle) < 0)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
            }
        }

        public void Read(int position, Span<byte> into)
        {
            while (!into.IsEmpty)
            {
                var count = RandomAccess.Read(handle, into, position);
                if (count == 0)
                {
                    throw new EndOfStreamException($"the file ends at {position}");
                }

                into = into[count..];
                position += count;
            }
        }

        public void Dispose() => handle.Dispose();
    }
}
