using System.Runtime.InteropServices;

namespace EdgeAI.SimulatedBoard.Hosting;

/// <summary>
/// A pseudo-terminal: a serial line whose far end is this process (pty(7), Linux). What it reads was written to <see cref="Path"/>, and the other way round. Reading
/// and writing do not block and do not allocate.
/// </summary>
public sealed partial class PseudoTerminal : IDisposable
{
    // asm-generic/fcntl.h: read and write, not the controlling terminal, non-blocking, closed on exec.
    private const int MasterFlags = 0x2 | 0x100 | 0x800 | 0x80000;
    private const int SlaveFlags = 0x2 | 0x100 | 0x80000;
    private const int TermiosLength = 128;
    private const int NameLength = 128;
    private const int TryAgain = 11;

    private readonly int _master;

    // Held open, so that reading gives nothing, and not an error, while nobody else has the line open.
    private readonly int _slave;
    private bool _disposed;

    private PseudoTerminal(int master, int slave, string path)
    {
        _master = master;
        _slave = slave;
        Path = path;
    }

    /// <summary>The node that others open, such as /dev/pts/3.</summary>
    public string Path { get; }

    /// <summary>Makes a pseudo-terminal whose line is raw: every byte passes as it is.</summary>
    /// <exception cref="IOException">The system has none left, or is not Linux.</exception>
    public static unsafe PseudoTerminal Open()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new IOException("a pseudo-terminal needs Linux: host the board over TCP here");
        }

        int master = OpenMaster(MasterFlags);
        if (master < 0 || Grant(master) != 0 || Unlock(master) != 0)
        {
            throw Failed("be made");
        }

        byte* name = stackalloc byte[NameLength];
        if (NameOf(master, name, NameLength) != 0)
        {
            throw Failed("be named");
        }

        string path = Marshal.PtrToStringUTF8((nint)name)!;
        int slave = OpenFile(path, SlaveFlags);
        byte* termios = stackalloc byte[TermiosLength];
        if (slave < 0 || GetAttributes(slave, termios) != 0)
        {
            throw Failed("be opened");
        }

        MakeRaw(termios);
        return SetAttributes(slave, 0, termios) == 0 ? new PseudoTerminal(master, slave, path) : throw Failed("be made raw");
    }

    /// <summary>Reads what was written to the line.</summary>
    /// <returns>How many bytes; 0 when there are none.</returns>
    public unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return (int)Math.Max(0, ReadFile(_master, bytes, (nuint)buffer.Length));
        }
    }

    /// <summary>Writes as much as the line holds.</summary>
    /// <returns>How many bytes; 0 when nobody reads and it is full, -1 when it is gone.</returns>
    public unsafe int Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            nint count = WriteFile(_master, bytes, (nuint)buffer.Length);
            return count >= 0 ? (int)count : Marshal.GetLastPInvokeError() == TryAgain ? 0 : -1;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _ = Close(_slave);
            _ = Close(_master);
        }
    }

    private static IOException Failed(string what) => new($"a pseudo-terminal cannot {what} (error {Marshal.GetLastPInvokeError()}): host the board over TCP");

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Grant(int master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unlock(int master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int NameOf(int master, byte* name, nuint length);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetAttributes(int descriptor, byte* termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int SetAttributes(int descriptor, int when, byte* termios);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial void MakeRaw(byte* termios);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint ReadFile(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint WriteFile(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
