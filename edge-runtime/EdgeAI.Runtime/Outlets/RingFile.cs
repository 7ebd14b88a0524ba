using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace EdgeAI.Runtime.Outlets;

/// <summary>
/// Opens a ring's file only where it can be nobody's but a named user's or root's: a regular file, no link, which none but its owner may
/// write. Anything else could be another user's forgery, or a pipe whose opening never ends.
/// </summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class RingFile
{
    // fcntl.h and linux/stat.h; alike on x64 and arm64 but for the one.
    private const int ReadWrite = 2;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int EmptyPath = 0x1000;
    private const uint TypeModeAndUser = 0x1 | 0x2 | 0x8;
    private const int FileTypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int WritableByOthers = 0x12;
    private const int AboutSize = 256;
    private const int UserAt = 20;
    private const int ModeAt = 28;

    private static readonly int NoFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>The user that this process acts as.</summary>
    public static uint OwnUser => EffectiveUser();

    /// <summary>Opens a file, if it is to be trusted.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="access">To read, or to read and write.</param>
    /// <param name="owner">Whose it may be, besides root's.</param>
    /// <param name="stream">The file.</param>
    /// <param name="reason">Why not, as the end of a sentence that begins with the file.</param>
    /// <returns>Whether it was opened.</returns>
    public static bool TryOpen(string path, FileAccess access, uint owner, [NotNullWhen(true)] out FileStream? stream, out string reason)
    {
        stream = null;
        int descriptor = Open(path, (access == FileAccess.Read ? 0 : ReadWrite) | NonBlocking | CloseOnExec | NoFollow);
        if (descriptor < 0)
        {
            reason = $"cannot be opened: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}";
            return false;
        }

        SafeFileHandle handle = new(descriptor, ownsHandle: true);
        reason = WhyNot(descriptor, owner);
        if (reason.Length > 0)
        {
            handle.Dispose();
            return false;
        }

        stream = new FileStream(handle, access, bufferSize: 0);
        return true;
    }

    private static string WhyNot(int descriptor, uint owner)
    {
        byte* about = stackalloc byte[AboutSize];
        if (About(descriptor, "", EmptyPath, TypeModeAndUser, about) != 0)
        {
            return $"cannot be looked at: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}";
        }

        int mode = *(ushort*)(about + ModeAt);
        uint user = *(uint*)(about + UserAt);
        if ((mode & FileTypeMask) != RegularFile)
        {
            return "is no regular file";
        }

        if (user != owner && user != 0)
        {
            return $"belongs to user {user}, not to {owner}";
        }

        return (mode & WritableByOthers) != 0 ? "may be written by others than its owner" : "";
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int About(int folder, string path, int flags, uint mask, byte* about);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();
}
