using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Tests.Journal;

/// <summary>
/// A disk in memory that forgets, tears and fails. What is written is durable after a sync and not before: <see cref="Crash"/> gives the
/// disk as a power cut may leave it, where of each write since the last sync any 512-byte sector may be there or not.
/// </summary>
internal sealed class SimDisk : IBlockFolder
{
    private const int Sector = 512;
    private readonly Dictionary<string, SimFile> _files = [];

    /// <summary>Writes and syncs until one fails; negative: none will.</summary>
    public int FailAfter { get; set; } = -1;

    /// <summary>A failed sync forgets what it should have written, for ever, as Linux does.</summary>
    public bool ForgetsOnFailure { get; set; } = true;

    /// <summary>No new file has room.</summary>
    public bool IsFull { get; set; }

    /// <summary>A sync does nothing: the disk that lies. For controls.</summary>
    public bool Lies { get; set; }

    /// <summary>Places that cannot be read: file and block of 4 KiB.</summary>
    public HashSet<(string Name, int Block)> Unreadable { get; } = [];

    public Dictionary<string, byte[]> Quarantined { get; } = [];

    public int Created { get; private set; }

    /// <summary>The file as a reader sees it, unsynced writes included.</summary>
    public byte[] this[string name] => _files[name].Current;

    public IReadOnlyList<string> List() => [.. _files.Keys];

    public IBlockFile Open(string name) => _files[name];

    public IBlockFile Create(string name, int length)
    {
        if (IsFull)
        {
            throw new IOException("No space left on device");
        }

        Created++;
        return _files[name] = new SimFile(this, name, new byte[length]);
    }

    public void Delete(string name) => _files.Remove(name);

    public void Quarantine(string name, ReadOnlySpan<byte> bytes) => Quarantined[name] = bytes.ToArray();

    /// <summary>The disk after a power cut.</summary>
    public SimDisk Crash(Random random)
    {
        var after = new SimDisk();
        foreach (var (name, file) in _files)
        {
            after._files[name] = new SimFile(after, name, file.Crash(random));
        }

        return after;
    }

    /// <summary>The disk with other bytes in one file.</summary>
    public SimDisk With(string name, byte[] bytes)
    {
        var other = new SimDisk();
        foreach (var (known, file) in _files)
        {
            other._files[known] = new SimFile(other, known, known == name ? bytes : (byte[])file.Current.Clone());
        }

        return other;
    }

    private void Call()
    {
        if (FailAfter >= 0 && FailAfter-- == 0)
        {
            throw new IOException("Input/output error");
        }
    }

    private sealed class SimFile(SimDisk disk, string name, byte[] durable) : IBlockFile
    {
        private readonly List<(int Position, byte[] Bytes)> _unsynced = [];

        public byte[] Current { get; } = (byte[])durable.Clone();

        public int Length => Current.Length;

        public void Write(int position, ReadOnlySpan<byte> bytes)
        {
            // A failed write may have come as far as anything.
            bytes.CopyTo(Current.AsSpan(position));
            _unsynced.Add((position, bytes.ToArray()));
            disk.Call();
        }

        public void Sync()
        {
            try
            {
                disk.Call();
            }
            catch (IOException) when (disk.ForgetsOnFailure)
            {
                _unsynced.Clear();
                throw;
            }

            if (disk.Lies)
            {
                return;
            }

            foreach (var (position, bytes) in _unsynced)
            {
                bytes.CopyTo(durable, position);
            }

            _unsynced.Clear();
        }

        public void Read(int position, Span<byte> into)
        {
            for (var block = position / Segment.Block; block * Segment.Block < position + into.Length; block++)
            {
                if (disk.Unreadable.Contains((name, block)))
                {
                    throw new IOException("Input/output error");
                }
            }

            Current.AsSpan(position, into.Length).CopyTo(into);
        }

        public byte[] Crash(Random random)
        {
            var left = (byte[])durable.Clone();
            foreach (var (position, bytes) in _unsynced)
            {
                for (var at = 0; at < bytes.Length; at += Sector)
                {
                    if (random.Next(2) == 0)
                    {
                        bytes.AsSpan(at, Math.Min(Sector, bytes.Length - at)).CopyTo(left.AsSpan(position + at));
                    }
                }
            }

            return left;
        }

        public void Dispose()
        {
        }
    }
}
