using System.Runtime.InteropServices;

namespace EdgeAI.Runtime.Scheduling;

/// <summary>
/// Wakes one resting thread, by other threads or by bytes that arrive on files it watches. Costs a setter nothing but one exchange while
/// the thread is awake, and one write to an eventfd when it rests. Allocates nothing after construction.
/// </summary>
/// <remarks>
/// A set before the rest ends it at once: nothing is lost between looking for work and resting, as long as the thread looks after
/// <see cref="Rest"/> has returned. Where there is no poll(2) and no eventfd(2) the files are not watched.
/// </remarks>
internal sealed partial class WakeSignal : IDisposable
{
    // eventfd(2): closed on exec, non-blocking; poll(2): something can be read.
    private const int EventFlags = 0x80000 | 0x800;
    private const short Readable = 1;

    private readonly AutoResetEvent? _elsewhere;
    private readonly PollEntry[] _entries;
    private readonly int _event = -1;
    private int _isSet;

    /// <summary>Makes a signal.</summary>
    /// <param name="files">The most files that are watched at once.</param>
    public WakeSignal(int files)
    {
        _entries = new PollEntry[files + 1];
        if (OperatingSystem.IsLinux())
        {
            _event = OpenEvent(0, EventFlags);
            if (_event < 0)
            {
                throw new InvalidOperationException($"no eventfd is left (error {Marshal.GetLastPInvokeError()}): raise the limit of open files");
            }

            _entries[0] = new PollEntry { Descriptor = _event, Wanted = Readable };
        }
        else
        {
            _elsewhere = new AutoResetEvent(false);
        }

        // The runtime binds a native call when it is first made, and allocates 32 bytes for it on the thread that makes it. A read of the
        // event comes first when the thread is first woken, which may be long after its warm-up.
        Set();
        Rest([], 0);
    }

    /// <summary>Ends the rest, or the next one. From any thread.</summary>
    public unsafe void Set()
    {
        // Whoever finds it set knows that a wake-up is on its way.
        if (Interlocked.Exchange(ref _isSet, 1) != 0)
        {
            return;
        }

        if (_elsewhere is not null)
        {
            _elsewhere.Set();
            return;
        }

        ulong one = 1;
        _ = Write(_event, &one, sizeof(ulong));
    }

    /// <summary>Rests until set, until a watched file can be read, or until the time is over.</summary>
    /// <param name="sources">Whose files are watched; one that has none now is passed over.</param>
    /// <param name="milliseconds">The longest rest.</param>
    /// <returns>Whether a watched file ended it.</returns>
    public unsafe bool Rest(IArrivalSource[] sources, int milliseconds)
    {
        bool arrived = false;
        if (_elsewhere is not null)
        {
            _elsewhere.WaitOne(milliseconds);
        }
        else
        {
            for (int source = 0; source < sources.Length; source++)
            {
                _entries[source + 1] = new PollEntry { Descriptor = sources[source].Descriptor, Wanted = Readable };
            }

            fixed (PollEntry* entries = _entries)
            {
                int ready = Poll(entries, (nuint)sources.Length + 1, milliseconds);
                bool isSet = ready > 0 && entries[0].Happened != 0;
                arrived = ready > (isSet ? 1 : 0);
                if (isSet)
                {
                    ulong count;
                    _ = Read(_event, &count, sizeof(ulong));
                }
            }
        }

        // Before the thread looks for work: what is put down from now on sets it again.
        Interlocked.Exchange(ref _isSet, 0);
        return arrived;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _elsewhere?.Dispose();
        if (_event >= 0)
        {
            _ = Close(_event);
        }
    }

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenEvent(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint Read(int descriptor, ulong* count, nuint length);

    [LibraryImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint Write(int descriptor, ulong* count, nuint length);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);

    // poll(2): struct pollfd.
    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
