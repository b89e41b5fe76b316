using System.Globalization;

namespace EdgeCollector.Storage;

/// <summary>One service for one data folder: an advisory lock (flock) that ends with the process, however it ends. Verbs that only read take
/// none.</summary>
internal sealed class FileLock : IDisposable
{
    private const string Name = "lock";

    /// <summary>EAGAIN of flock: somebody has it. Any other error, as of a read-only disk, speaks for itself.</summary>
    private const int WouldBlock = 11;

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <exception cref="IOException">Another process has it, or the folder cannot be written; the message says which and what to
    /// do.</exception>
    public static FileLock Take(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        var path = Path.Combine(dataFolder, Name);
        FileStream file;
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Linux.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new IOException(
                $"{dataFolder} is in use by another edgecollector – stop it (systemctl stop edgecollector), or give this one a folder of its own "
                + "with --data", e);
        }

        try
        {
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            // Who has the lock is for people; a full disk is no reason not to have it.
        }

        return new FileLock(file);
    }

    public void Dispose() => _file.Dispose();
}
