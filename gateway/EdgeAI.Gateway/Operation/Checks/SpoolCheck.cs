using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>The spool's folder: rights, room, whether a sync reaches the disk, and whether the file begins as it should.</summary>
internal static class SpoolCheck
{
    private const int Syncs = 16;
    private const int SyncBytes = 4096;
    private const double WarnFreeShare = 0.05;

    // A command that reaches flash or a disk and comes back takes longer; what is faster stopped in a cache.
    private static readonly TimeSpan Implausible = TimeSpan.FromMicroseconds(20);

    // One transaction takes one sync: slower than this, not even ten groups a second are acknowledged.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    // File systems whose sync promises nothing about this machine's power: in memory, or on another machine.
    private static readonly string[] Unsafe = ["tmpfs", "ramfs", "nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"];

    /// <summary>Whether a gateway holds the folder now.</summary>
    public static bool IsInUse(string folder)
    {
        string path = Path.Combine(folder, "spool.lock");
        try
        {
            using FileStream? stream = File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None) : null;
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Everything about the folder; one that is not there is made for the while.</summary>
    public static IReadOnlyList<Finding> Examine(GatewayOptions options, bool running)
    {
        string folder = Path.GetFullPath(options.SpoolFolder);
        try
        {
            using TrialFolder trial = new(folder);
            List<Finding> findings = [Sync(folder), Room(folder, options.MaximumSpoolBytes)];
            if (KindOf(folder) is { } kind && Unsafe.Contains(kind))
            {
                findings.Add(Finding.Fail("spool", $"the folder {folder} lies on {kind}, which keeps nothing through this machine's power cut", "put it on a local disk"));
            }

            findings.Add(running ? Finding.Ok("spool", $"a gateway runs on {folder}") : Header(Path.Combine(folder, "spool.db")));
            return findings;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [Finding.Fail("spool", $"the folder {folder} cannot be made ({exception.Message})", "change the rights of the folder above, or choose another one")];
        }
    }

    /// <summary>What the times of syncs say.</summary>
    internal static Finding Judge(string folder, TimeSpan median) => median < Implausible
        ? Finding.Warn("sync", string.Create(CultureInfo.InvariantCulture, $"a sync in {folder} takes {median.TotalMicroseconds:0} us, faster than any disk"), "it may stop in a cache that a power cut empties: check the disk's write cache, or the virtual machine's cache mode")
        : median > Slow ? Finding.Warn("sync", string.Create(CultureInfo.InvariantCulture, $"a sync in {folder} takes {median.TotalMilliseconds:0} ms"), "each group of publishes waits for one: use a faster disk or card")
        : Finding.Ok("sync", string.Create(CultureInfo.InvariantCulture, $"{median.TotalMicroseconds:0} us in {folder}"));

    /// <summary>What the first bytes of a spool's file say.</summary>
    internal static Finding Header(string path)
    {
        // The database header, sqlite.org/fileformat.html section 1.3.
        byte[] header = new byte[100];
        try
        {
            if (!File.Exists(path))
            {
                return Finding.Ok("spool", "there is none yet: the first start makes it");
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            int pageSize = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16));
            bool sound = read == header.Length && header.AsSpan().StartsWith("SQLite format 3\0"u8) && (pageSize == 1 || (pageSize >= 512 && int.IsPow2(pageSize)));
            return sound
                ? Finding.Ok("spool", string.Create(CultureInfo.InvariantCulture, $"{path} is a database of {stream.Length} bytes, version {BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(60))}"))
                : Finding.Fail("spool", $"{path} does not begin as a database does", "the gateway sets it aside at its next start and declares the loss and keeps the file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail("spool", $"{path} cannot be read ({exception.Message})", "run this as the gateway's user, and check the disk");
        }
    }

    private static Finding Sync(string folder)
    {
        string path = Path.Combine(folder, $"doctor-{Guid.NewGuid():N}.tmp");
        try
        {
            byte[] block = new byte[SyncBytes];
            TimeSpan[] times = new TimeSpan[Syncs];
            using (FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose))
            {
                for (int round = 0; round < Syncs; round++)
                {
                    long began = Stopwatch.GetTimestamp();
                    stream.Write(block);
                    stream.Flush(flushToDisk: true);
                    times[round] = Stopwatch.GetElapsedTime(began);
                }
            }

            Array.Sort(times);
            return Judge(folder, times[Syncs / 2]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail("spool", $"the folder {folder} cannot be written ({exception.Message})", "change its rights, free some room, or choose another one");
        }
    }

    private static Finding Room(string folder, long wanted)
    {
        if (!TryFindDrive(folder, out DriveInfo? drive))
        {
            return Finding.Ok("room", "this system does not tell the free space");
        }

        string free = string.Create(CultureInfo.InvariantCulture, $"{drive.AvailableFreeSpace >> 20} MiB are free of {drive.TotalSize >> 20}, the spool may take {wanted >> 20}");
        return drive.AvailableFreeSpace < drive.TotalSize * WarnFreeShare || drive.AvailableFreeSpace < 64 << 20
            ? Finding.Warn("room", free, "free some, or let the spool take less")
            : Finding.Ok("room", free);
    }

    private static string? KindOf(string folder) => TryFindDrive(folder, out DriveInfo? drive) ? drive.DriveFormat : null;

    private static bool TryFindDrive(string folder, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DriveInfo? found)
    {
        try
        {
            found = new DriveInfo(folder);
            return found.TotalSize > 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            found = null;
            return false;
        }
    }
}
