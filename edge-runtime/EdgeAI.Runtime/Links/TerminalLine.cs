using System.Runtime.InteropServices;

namespace EdgeAI.Runtime.Links;

/// <summary>The calls of a Unix terminal line (termios(3), Linux), without an allocation. Errors are errno numbers.</summary>
internal static partial class TerminalLine
{
    public const int NoEntry = 2;
    public const int AccessDenied = 13;
    public const int TryAgain = 11;
    public const int Busy = 16;
    public const int NotATerminal = 25;

    // asm-generic/fcntl.h: read and write, not the controlling terminal, non-blocking, closed on exec.
    private const int OpenFlags = 0x2 | 0x100 | 0x800 | 0x80000;

    // sys/file.h: exclusive, without waiting. Unlike TIOCEXCL it ends with its process, whatever else holds the line open.
    private const int LockNow = 2 | 4;

    // struct termios of glibc takes 60 bytes and of musl as many; larger does no harm.
    private const int TermiosLength = 128;
    private const int ControlFlagsOffset = 8;
    private const int Now = 0;
    private const int BothQueues = 2;

    // asm-generic/termbits.h: ignore modem lines, enable the receiver; hang-up on close is cleared, since it resets some boards.
    private const uint LocalAndRead = 0x800 | 0x80;
    private const uint HangUpOnClose = 0x400;

    private static readonly (int Baud, uint Code)[] Speeds =
    [
        (9600, 0xD), (19200, 0xE), (38400, 0xF), (57600, 0x1001), (115200, 0x1002), (230400, 0x1003), (460800, 0x1004), (500000, 0x1005),
        (576000, 0x1006), (921600, 0x1007), (1000000, 0x1008), (1152000, 0x1009), (1500000, 0x100A), (2000000, 0x100B), (2500000, 0x100C),
        (3000000, 0x100D), (3500000, 0x100E), (4000000, 0x100F),
    ];

    /// <summary>The speeds that Linux names, bits per second.</summary>
    public static IEnumerable<int> KnownSpeeds => Speeds.Select(static speed => speed.Baud);

    /// <summary>Opens a line raw, eight bits, no parity, one stop bit, no flow control.</summary>
    /// <returns>0 and the descriptor, or the errno.</returns>
    public static int Open(string path, int baud, out int descriptor)
    {
        descriptor = OpenFile(path, OpenFlags);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        int errno = Configure(descriptor, baud);
        if (errno != 0)
        {
            _ = Close(descriptor);
            descriptor = -1;
        }

        return errno;
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>How many bytes; 0 when there are none, the negative errno when the line is gone.</returns>
    public static unsafe int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            nint count = ReadFile(descriptor, bytes, (nuint)buffer.Length);
            return count >= 0 ? (int)count : NotGone(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Writes as much as the line takes.</summary>
    /// <returns>How many bytes; 0 when it takes none now, the negative errno when the line is gone.</returns>
    public static unsafe int Write(int descriptor, ReadOnlySpan<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            nint count = WriteFile(descriptor, bytes, (nuint)buffer.Length);
            return count >= 0 ? (int)count : NotGone(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Close(int descriptor);

    private static int NotGone(int errno) => errno == TryAgain ? 0 : -errno;

    private static unsafe int Configure(int descriptor, int baud)
    {
        // Two readers of one line would each get a part of its bytes.
        if (Lock(descriptor, LockNow) != 0)
        {
            return Busy;
        }

        byte* termios = stackalloc byte[TermiosLength];
        if (GetAttributes(descriptor, termios) != 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        MakeRaw(termios);
        uint* control = (uint*)(termios + ControlFlagsOffset);
        *control = (*control | LocalAndRead) & ~HangUpOnClose;
        uint code = Speeds.First(speed => speed.Baud == baud).Code;
        if (SetSpeed(termios, code) != 0 || SetAttributes(descriptor, Now, termios) != 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        // What stood in the queues belongs to somebody before.
        _ = Flush(descriptor, BothQueues);
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint ReadFile(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint WriteFile(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetAttributes(int descriptor, byte* termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int SetAttributes(int descriptor, int when, byte* termios);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial void MakeRaw(byte* termios);

    [LibraryImport("libc", EntryPoint = "cfsetspeed", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int SetSpeed(byte* termios, uint speed);

    [LibraryImport("libc", EntryPoint = "tcflush")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int descriptor, int queues);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Lock(int descriptor, int how);
}
