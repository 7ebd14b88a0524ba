using Microsoft.Win32.SafeHandles;

namespace EdgeAI.Gateway.Spool.Files;

/// <summary>
/// A file that holds room on the disk: letting go, dropping and declaring a loss write before they free. When the disk is full it is
/// given up, and made again once there is room.
/// </summary>
internal sealed class DiskReserve(string folder, int bytes)
{
    public const string FileName = "spool.reserve";

    // What the journal may need to be emptied.
    private const int LeastRoom = 16 << 20;

    private string FilePath => Path.Combine(folder, FileName);

    /// <summary>Whether the disk has twice the file's room, and enough for the journal to be emptied.</summary>
    public bool DiskHasRoom
    {
        get
        {
            try
            {
                return new DriveInfo(folder).AvailableFreeSpace >= 2L * Math.Max(bytes, LeastRoom);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return false;
            }
        }
    }

    /// <summary>Makes the file where it is missing and the disk has room for it.</summary>
    public void TryKeep()
    {
        try
        {
            if (bytes > 0 && !(File.Exists(FilePath) && new FileInfo(FilePath).Length == bytes) && DiskHasRoom)
            {
                // Preallocated: a file that is only long would hold no room. And long: preallocating leaves the length at 0, by which nobody sees that it is there.
                using SafeFileHandle file = File.OpenHandle(FilePath, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None, bytes);
                RandomAccess.SetLength(file, bytes);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then there is no reserve, and a full disk refuses.
            TryGiveUp();
        }
    }

    /// <summary>Frees the room; whether there was any.</summary>
    public bool TryGiveUp()
    {
        try
        {
            bool held = File.Exists(FilePath);
            File.Delete(FilePath);
            return held;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
