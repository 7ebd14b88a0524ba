using System.Runtime.InteropServices;

namespace EdgeAI.Runtime.Scheduling;

/// <summary>Calls that change how Linux runs the calling thread alone. Errors are errno numbers, 0 for success.</summary>
internal static partial class LinuxThread
{
    public const int NotPermitted = 1;
    public const int NoMemory = 12;
    public const int Invalid = 22;

    // Before glibc 2.34 what asks a thread for its stack is here and not in libc; later ones, and musl, answer by this name, too.
    private const string Pthreads = "libpthread.so.0";

    // sched.h: SCHED_FIFO; what it starts gets no share of it (sched_setscheduler(2)).
    private const int Fifo = 1;
    private const int ResetOnFork = 0x40000000;

    // cpu_set_t of glibc and musl: 1024 processors, a bit each.
    private const int CpuSetBytes = 128;

    /// <summary>The most processors that a set names.</summary>
    public const int MostCpus = CpuSetBytes * 8;

    // pthread_attr_t is 56 bytes on x86-64 and 64 on arm64; larger does no harm.
    private const int AttributesLength = 128;

    /// <summary>Puts the calling thread under SCHED_FIFO.</summary>
    /// <param name="priority">1 to 99.</param>
    public static unsafe int UseFifo(int priority) => SetScheduler(0, Fifo | ResetOnFork, &priority) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Binds the calling thread to processors.</summary>
    /// <param name="cpus">Their numbers, each below <see cref="MostCpus"/>.</param>
    public static unsafe int UseCpus(IReadOnlyList<int> cpus)
    {
        byte* set = stackalloc byte[CpuSetBytes];
        new Span<byte>(set, CpuSetBytes).Clear();
        foreach (int cpu in cpus)
        {
            // An array of longs in the machine's order, which on what .NET runs on is the order of bytes, too.
            set[cpu / 8] |= (byte)(1 << (cpu % 8));
        }

        return SetAffinity(0, CpuSetBytes, set) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Keeps the calling thread's stack in memory, from its lowest page to its top; the kernel brings in what is not there.</summary>
    /// <param name="bytes">How many bytes are kept.</param>
    public static unsafe int LockStack(out long bytes)
    {
        bytes = 0;
        byte* attributes = stackalloc byte[AttributesLength];
        int errno = GetAttributes(Self(), attributes);
        if (errno != 0)
        {
            return errno;
        }

        nint low;
        nuint size;
        nuint guard = 0;
        errno = GetStack(attributes, &low, &size);
        if (errno == 0)
        {
            errno = GetGuard(attributes, &guard);
            _ = DestroyAttributes(attributes);
        }

        if (errno != 0)
        {
            return errno;
        }

        // Whether the guard is part of what is reported differs between C libraries: above it everything is the stack for sure.
        bytes = (long)(size - guard);
        return Lock(low + (nint)guard, size - guard) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int SetScheduler(int thread, int policy, int* parameters);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int SetAffinity(int thread, nuint length, byte* set);

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Self();

    [LibraryImport(Pthreads, EntryPoint = "pthread_getattr_np")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetAttributes(nint thread, byte* attributes);

    [LibraryImport(Pthreads, EntryPoint = "pthread_attr_getstack")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetStack(byte* attributes, nint* low, nuint* size);

    [LibraryImport(Pthreads, EntryPoint = "pthread_attr_getguardsize")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetGuard(byte* attributes, nuint* size);

    [LibraryImport("libc", EntryPoint = "pthread_attr_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "mlock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Lock(nint low, nuint length);
}
