using System.Globalization;

namespace EdgeCollector.Storage;

/// <summary>One service for one data folder: an advisory lock (flock) that ends with the process, however it ends. Verbs that only read take
/// none.</summary>
internal sealed class FileLock : IDisposable
{
    private const string Name = "lock";
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <exception cref="IOException">Another process has it, or the folder cannot be written; the message says which and what to
    /// do.</exception>
    public static FileLock Take(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        var path = Path.Combine(dataFolder, Name);
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Linux.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new FileLock(file);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException(
                $"{dataFolder} is in use by another edgecollector – stop it (systemctl stop edgecollector), or give this one a folder of its own "
                + "with --data", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
