using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace EdgeAI.Runtime.Outlets;

/// <summary>Waiting for a word of shared memory to change, across processes (futex(2), Linux on 64 bits).</summary>
internal static partial class Futex
{
    private const int WaitOperation = 0;
    private const int WakeOperation = 1;

    // asm/unistd.h of the two architectures that robots have.
    private static readonly nint SystemCall = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 202,
        Architecture.Arm64 => 98,
        _ => 0,
    };

    /// <summary>Whether this machine has it.</summary>
    [SupportedOSPlatformGuard("linux")]
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && SystemCall != 0;

    /// <summary>Waits until the word differs from what it was, a wake comes, a signal interrupts, or the time is over.</summary>
    public static unsafe void Wait(uint* word, uint was, TimeSpan limit)
    {
        long* timeout = stackalloc long[2];
        timeout[0] = limit.Ticks / TimeSpan.TicksPerSecond;
        timeout[1] = limit.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
        _ = Call(SystemCall, word, WaitOperation, (nint)was, timeout);
    }

    /// <summary>Wakes up to a number of waiters.</summary>
    public static unsafe void Wake(uint* word, uint waiters) => _ = Call(SystemCall, word, WakeOperation, (nint)waiters, null);

    [LibraryImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint Call(nint number, uint* word, nint operation, nint value, long* timeout);
}
