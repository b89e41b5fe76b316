using System.Globalization;

namespace EdgeCollector.Interop.Tests.Disks;

/// <summary>
/// ext4 on a loop device over a file. What the device was given lies in the file, what only the page cache of its file system knows does
/// not: a copy of the file is what a power cut leaves.
/// </summary>
internal sealed class LoopDisk : IAsyncDisposable
{
    private const int Sector = 512;
    private const int WritesAt = 4;
    private const int SectorsWrittenAt = 6;
    private const int InFlightAt = 8;
    private readonly string _image;
    private readonly string _stat;
    private readonly Mount _mount;

    private LoopDisk(string image, string device, Mount mount)
    {
        (_image, _mount) = (image, mount);
        _stat = $"/sys/block/{Path.GetFileName(device)}/stat";
    }

    public string Folder => _mount.Folder;

    public Mount Mount => _mount;

    /// <summary>Bytes that the device was given to write since it was made.</summary>
    public long Written => Stat()[SectorsWrittenAt] * Sector;

    /// <summary>An empty file system without what ext4 would do behind our back at the first mount.</summary>
    public static Task FormatAsync(string image, int mebibytes)
    {
        using (var file = File.Create(image))
        {
            file.SetLength(mebibytes * 1024L * 1024);
        }

        return Mount.RequireAsync("mkfs.ext4", "-qF", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=0", image);
    }

    /// <summary>Mounts an image; what its journal holds is replayed. Skips where there are no loop devices.</summary>
    public static async Task<LoopDisk> MountAsync(string image, string folder)
    {
        var mount = await Mount.MountAsync(folder, "-o", "loop,noatime", image);
        try
        {
            var devices = await Mount.RequireAsync("losetup", "-j", image, "-n", "-O", "NAME");
            return new LoopDisk(image, devices.Split('\n')[0].Trim(), mount);
        }
        catch
        {
            await mount.DisposeAsync();
            throw;
        }
    }

    /// <summary>The disk as a power cut in this moment leaves it. A copy during which the device was written to is of no one moment (a later
    /// write could be there without an earlier one) and is made again.</summary>
    public void CopyTo(string image)
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            var before = Stat();
            File.Copy(_image, image, overwrite: true);
            var after = Stat();
            if (before[InFlightAt] == 0 && after[InFlightAt] == 0 && before[WritesAt] == after[WritesAt])
            {
                return;
            }
        }

        throw new IOException($"{_image} was written to all the time");
    }

    public ValueTask DisposeAsync() => _mount.DisposeAsync();

    private long[] Stat() => [.. File.ReadAllText(_stat).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(field => long.Parse(field, CultureInfo.InvariantCulture))];
}
