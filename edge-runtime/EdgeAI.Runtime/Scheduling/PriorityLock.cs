using System.Runtime.InteropServices;

namespace EdgeAI.Runtime.Scheduling;

/// <summary>
/// A lock whose holder runs at the priority of the most urgent thread that waits for it, for as long as it holds it (priority inheritance): a
/// <c>fifo</c> thread then never waits for a normal one that others keep from running. A thread may take it again while it holds it.
/// Nothing is allocated after construction, also where threads meet.
/// </summary>
/// <remarks>
/// On Linux it is a mutex of pthreads with the protocol PTHREAD_PRIO_INHERIT, by which the kernel knows holder and waiters (futex(2),
/// FUTEX_LOCK_PI). Where nobody else holds it, taking it and giving it back are one compare-and-exchange each and no call of the kernel. Elsewhere,
/// and on a kernel or with a C library that knows no inheritance, it is a monitor.
/// </remarks>
public sealed unsafe partial class PriorityLock
{
    // Before glibc 2.34 these calls are here and not all of them in libc; later ones, and musl, answer by this name, too.
    private const string Pthreads = "libpthread.so.0";

    // pthread.h of glibc and musl, which agree.
    private const int Recursive = 1;
    private const int Inherit = 1;

    // pthread_mutex_t takes 40 bytes on x86-64 and 48 on arm64, pthread_mutexattr_t at most 8; larger does no harm.
    private const int MutexLength = 64;
    private const int AttributesLength = 16;

    private readonly object _elsewhere = new();
    private readonly void* _mutex;

    /// <summary>Makes a lock that nobody holds.</summary>
    public PriorityLock()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        _mutex = NativeMemory.AllocZeroed(MutexLength);
        if (!TryInitialize(_mutex))
        {
            // A kernel without CONFIG_FUTEX_PI, or another C library: a monitor does the rest of what this is for.
            NativeMemory.Free(_mutex);
            _mutex = null;
            return;
        }

        // The runtime binds a native call when it is first made, and allocates for it on the thread that makes it: waiting may come long
        // after a thread's warm-up.
        _ = Lock(_mutex);
        _ = Unlock(_mutex);
        using (Enter())
        {
        }
    }

    /// <summary>Frees what the system keeps, once no thread can hold it.</summary>
    ~PriorityLock() => NativeMemory.Free(_mutex);

    /// <summary>Takes the lock, and waits for it where another thread holds it. It is given back by disposing of what is returned, on the same thread.</summary>
    public Scope Enter()
    {
        if (_mutex is null)
        {
            Monitor.Enter(_elsewhere);
        }
        else if (TryLock(_mutex) != 0)
        {
            int error = Lock(_mutex);
            if (error != 0)
            {
                throw new InvalidOperationException($"a lock with priority inheritance cannot be taken (error {error})");
            }
        }

        return new Scope(this);
    }

    private void Exit()
    {
        if (_mutex is null)
        {
            Monitor.Exit(_elsewhere);
        }
        else
        {
            _ = Unlock(_mutex);
        }

        GC.KeepAlive(this);
    }

    private static bool TryInitialize(void* mutex)
    {
        byte* attributes = stackalloc byte[AttributesLength];
        try
        {
            return InitializeAttributes(attributes) == 0 && SetType(attributes, Recursive) == 0 && SetProtocol(attributes, Inherit) == 0 && Initialize(mutex, attributes) == 0;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport(Pthreads, EntryPoint = "pthread_mutexattr_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int InitializeAttributes(byte* attributes);

    [LibraryImport(Pthreads, EntryPoint = "pthread_mutexattr_settype")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetType(byte* attributes, int type);

    [LibraryImport(Pthreads, EntryPoint = "pthread_mutexattr_setprotocol")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetProtocol(byte* attributes, int protocol);

    [LibraryImport(Pthreads, EntryPoint = "pthread_mutex_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Initialize(void* mutex, byte* attributes);

    [LibraryImport(Pthreads, EntryPoint = "pthread_mutex_lock")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Lock(void* mutex);

    // These two never wait, so the collector need not know of them: they cost what they do and no more.
    [LibraryImport(Pthreads, EntryPoint = "pthread_mutex_trylock")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    private static partial int TryLock(void* mutex);

    [LibraryImport(Pthreads, EntryPoint = "pthread_mutex_unlock")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    private static partial int Unlock(void* mutex);

    /// <summary>A lock that is held; disposed of once, on the thread that took it.</summary>
    public readonly ref struct Scope
    {
        private readonly PriorityLock _held;

        internal Scope(PriorityLock held) => _held = held;

        /// <summary>Gives the lock back.</summary>
        public void Dispose() => _held.Exit();
    }
}
