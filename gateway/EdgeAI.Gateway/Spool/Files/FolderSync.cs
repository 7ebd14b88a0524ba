using System.Runtime.InteropServices;

namespace EdgeAI.Gateway.Spool.Files;

/// <summary>
/// Makes a folder's entries durable. SQLite syncs its files but not the folder that a new database appears in: without this, a power
/// cut soon after the first start could take the whole file away. Does nothing on Windows, where the journalling file system does it.
/// </summary>
internal static partial class FolderSync
{
    private const int OpenReadOnly = 0;
    private const int AccessDenied = 13;

    /// <summary>Makes the entries of a folder durable.</summary>
    /// <exception cref="GatewayException">The file system refused; the message says which folder and what to do.</exception>
    public static void Flush(string folder)
    {
        int error = TryFlush(folder);
        if (error != 0)
        {
            throw Refused(folder, error);
        }
    }

    /// <summary>Makes a folder's own entry durable. A parent that may not be read was not made by this program: nothing to do there.</summary>
    /// <exception cref="GatewayException">The file system refused; the message says which folder and what to do.</exception>
    public static void FlushParent(string folder)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(folder)) is string parent && TryFlush(parent) is int error and not (0 or AccessDenied))
        {
            throw Refused(parent, error);
        }
    }

    private static GatewayException Refused(string folder, int error)
        => new($"the folder {folder} cannot be flushed to disk ({Marshal.GetPInvokeErrorMessage(error)}): a power cut could take the spool away; put it on a local file system");

    /// <summary>0, or the error's number.</summary>
    private static int TryFlush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return 0;
        }

        int descriptor = Open(folder, OpenReadOnly);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        int error = Sync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        return error;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
