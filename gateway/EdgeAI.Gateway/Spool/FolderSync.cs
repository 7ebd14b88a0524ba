using System.Runtime.InteropServices;

namespace EdgeAI.Gateway.Spool;

/// <summary>
/// Makes a folder's entries durable. SQLite syncs its files but not the folder that a new database appears in: without this, a power
/// cut soon after the first start could take the whole file away. Does nothing on Windows, where the journalling file system does it.
/// </summary>
internal static partial class FolderSync
{
    private const int OpenReadOnly = 0;

    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, OpenReadOnly);
        if (descriptor < 0)
        {
            return;
        }

        _ = Sync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
