using System.Runtime.InteropServices;
using EdgeAI.Runtime.Scheduling;
using Microsoft.Win32.SafeHandles;

namespace EdgeAI.Runtime.Edges;

/// <summary>
/// Wakes the one thread that waits for work, by other threads or by bytes that arrive on files it watches. To set it costs one fence
/// where the signal stands already, an exchange more where the thread is awake, and a call of the system only where it sleeps. Nothing is lost: a signal that comes between looking for work
/// and waiting ends that waiting at once. Allocates nothing after construction.
/// </summary>
/// <remarks>
/// <para>One word says what is going on: nothing, signalled, or asleep. <see cref="Set"/> exchanges it for "signalled" and raises the event
/// only if it was "asleep". A wait goes to sleep only by a compare-and-exchange from "nothing", which a signal in between makes fail, and
/// takes the signal back by an exchange before the thread looks for work.</para>
/// <para>Where the word says "signalled" already, the setter leaves it alone. A full fence stands between what it wrote before, such as an
/// edge's tail, and that reading: without it the reading might come first, the thread take the signal back, look, find nothing yet, and
/// sleep. With it, a setter that still reads "signalled" wrote before the thread's exchange, so that the look after it finds the work.</para>
/// <para>An event that was raised for a sleep that had timed out already ends the next sleep too early, which costs one look for work.
/// On Linux the thread sleeps in poll(2) on an eventfd(2) and the files; elsewhere files are not watched.</para>
/// </remarks>
public sealed partial class WakeSignal : IDisposable
{
    private const int Nothing = 0;
    private const int Signalled = 1;
    private const int Asleep = 2;

    // eventfd(2): closed on exec, non-blocking; poll(2): something can be read.
    private const int EventFlags = 0x80000 | 0x800;
    private const short Readable = 1;

    private readonly AutoResetEvent? _elsewhere;
    private readonly SafeFileHandle? _event;
    private IArrivalSource[] _sources = [];
    private PollEntry[] _entries = new PollEntry[1];
    private int _state;

    /// <summary>Makes a signal that stands at nothing and watches no file.</summary>
    /// <exception cref="InvalidOperationException">The process has no file left to open.</exception>
    public WakeSignal()
    {
        if (!OperatingSystem.IsLinux())
        {
            _elsewhere = new AutoResetEvent(false);
            return;
        }

        int descriptor = OpenEvent(0, EventFlags);
        if (descriptor < 0)
        {
            throw new InvalidOperationException($"no eventfd can be opened (error {Marshal.GetLastPInvokeError()}): raise the limit of open files");
        }

        _event = new SafeFileHandle(descriptor, ownsHandle: true);

        // The runtime binds a native call when it is first made, and allocates 32 bytes for it on the thread that makes it. Reading the event
        // comes first when a sleeping thread is first woken, which may be long after its warm-up.
        Raise();
        Sleep(watching: false, 0);
    }

    /// <summary>Whether something that arrives on every file here can end a wait: not elsewhere than on Linux.</summary>
    public bool CanWatch => _event is not null;

    /// <summary>Has arrivals on files end waits, too. Before the thread first waits.</summary>
    /// <param name="sources">Whose files are watched; one that has none at the time is passed over.</param>
    public void Watch(IReadOnlyList<IArrivalSource> sources)
    {
        _sources = [.. sources];
        _entries = new PollEntry[sources.Count + 1];
    }

    /// <summary>There is work. Any thread; never waits.</summary>
    public void Set()
    {
        // Where the signal stands already, there is nothing to add to it: the thread takes it back, then looks at everything. The fence is
        // what makes it find what was written before this call; see the remarks.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _state) != Signalled && Interlocked.Exchange(ref _state, Signalled) == Asleep)
        {
            Raise();
        }
    }

    /// <summary>Waits for a signal alone. Only for the one thread that does the work.</summary>
    /// <param name="longest">The longest that it waits, to the millisecond.</param>
    /// <returns>Whether there was a signal, rather than the time being up.</returns>
    public bool Wait(TimeSpan longest) => Wait(longest, watching: false, out _);

    /// <summary>Waits for a signal, or for an arrival on a watched file. Only for the one thread that does the work.</summary>
    /// <param name="longest">The longest that it waits, to the millisecond; negative for ever.</param>
    /// <param name="watching">Whether files end it, too.</param>
    /// <param name="arrived">Whether a file ended it.</param>
    /// <returns>Whether there was a signal.</returns>
    public bool Wait(TimeSpan longest, bool watching, out bool arrived)
    {
        arrived = false;
        if (Interlocked.CompareExchange(ref _state, Asleep, Nothing) == Nothing)
        {
            arrived = Sleep(watching, (int)Math.Ceiling(longest.TotalMilliseconds));
        }

        return Interlocked.Exchange(ref _state, Nothing) == Signalled;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _elsewhere?.Dispose();
        _event?.Dispose();
    }

    private unsafe void Raise()
    {
        if (_event is null)
        {
            _elsewhere!.Set();
            return;
        }

        ulong one = 1;
        _ = Write(_event, &one, sizeof(ulong));
    }

    private unsafe bool Sleep(bool watching, int milliseconds)
    {
        if (_event is null)
        {
            _elsewhere!.WaitOne(milliseconds);
            return false;
        }

        _entries[0] = new PollEntry { Descriptor = (int)_event.DangerousGetHandle(), Wanted = Readable };
        int count = watching ? _sources.Length + 1 : 1;
        for (int entry = 1; entry < count; entry++)
        {
            _entries[entry] = new PollEntry { Descriptor = _sources[entry - 1].Descriptor, Wanted = Readable };
        }

        fixed (PollEntry* entries = _entries)
        {
            int ready = Poll(entries, (nuint)count, milliseconds);
            bool isRaised = ready > 0 && entries[0].Happened != 0;
            if (isRaised)
            {
                ulong raised;
                _ = Read(_event, &raised, sizeof(ulong));
            }

            return ready > (isRaised ? 1 : 0);
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
    private static unsafe partial nint Read(SafeFileHandle file, ulong* number, nint length);

    [LibraryImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint Write(SafeFileHandle file, ulong* number, nint length);

    // poll(2): struct pollfd.
    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
