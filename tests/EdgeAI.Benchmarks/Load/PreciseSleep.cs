using System.Runtime.InteropServices;

namespace EdgeAI.Benchmarks.Load;

/// <summary>Sleeps for less than a millisecond: a source of 1 kHz needs that, and Thread.Sleep cannot.</summary>
internal static partial class PreciseSleep
{
    /// <summary>Sleeps about that long; elsewhere than on Linux a whole millisecond.</summary>
    public static unsafe void For(long nanoseconds)
    {
        if (nanoseconds <= 0)
        {
            return;
        }

        if (!OperatingSystem.IsLinux())
        {
            Thread.Sleep(1);
            return;
        }

        long* time = stackalloc long[2] { nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000 };
        _ = NanoSleep(time, null);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int NanoSleep(long* wanted, long* rest);
}
