using System.Runtime.InteropServices;
using EdgeAI.Device.Time;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Time;

/// <summary>
/// Observes the operating system's UTC for the robot's map, with the bound that the kernel's clock discipline (NTP or PTP)
/// claims for it. Where no daemon disciplines the clock, or the system does not say, the bound is unknown and stays so.
/// </summary>
internal static partial class SystemUtc
{
    // adjtimex(2): maxerror is in microseconds, TIME_ERROR (5) means that the clock is not synchronised.
    private const int TimeError = 5;
    private const int MaximumErrorOffset = 24;
    private const int TimexSize = 208;

    /// <summary>Reads UTC once and gives it to the map.</summary>
    /// <param name="clock">The robot's timeline.</param>
    /// <param name="mapping">The map that learns.</param>
    /// <param name="time">The operating system's UTC.</param>
    public static void Observe(IClock clock, UtcMapping mapping, TimeProvider time)
    {
        long before = clock.Nanoseconds;
        DateTimeOffset now = time.GetUtcNow();
        long after = clock.Nanoseconds;
        mapping.Observe(before, (now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick, after, KernelBound());
    }

    /// <summary>The kernel's bound on its own clock's error in nanoseconds, or <see cref="UtcMapping.UnknownBound"/>.</summary>
    public static long KernelBound()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return UtcMapping.UnknownBound;
        }

        // struct timex of 64-bit Linux: modes (4 + 4 padding), offset, freq, maxerror, ...; modes 0 only reads.
        Span<byte> timex = stackalloc byte[TimexSize];
        timex.Clear();
        int state = AdjTimex(ref MemoryMarshal.GetReference(timex));
        return state is < 0 or TimeError
            ? UtcMapping.UnknownBound
            : MemoryMarshal.Read<long>(timex[MaximumErrorOffset..]) * 1000;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int AdjTimex(ref byte timex);
}
