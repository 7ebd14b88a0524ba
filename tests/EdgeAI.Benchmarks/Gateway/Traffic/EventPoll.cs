using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace EdgeAI.Benchmarks.Gateway.Traffic;

/// <summary>
/// Linux's epoll over many sockets from one thread: what a thousand connections cost least to wait for. Level-triggered; a socket is named
/// by the number that it was added with.
/// </summary>
internal sealed partial class EventPoll : IDisposable
{
    private const int AddSocket = 1;
    private const int ChangeSocket = 3;
    private const uint Readable = 1;
    private const uint Writable = 4;
    private const int MaximumEvents = 256;

    // struct epoll_event is packed on x86-64 and nowhere else.
    private static readonly int EventLength = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventLength - sizeof(ulong);

    private readonly byte[] _events = new byte[MaximumEvents * 16];
    private readonly int _poll = Create(0);

    /// <summary>Watches a socket for what can be read.</summary>
    public void Add(Socket socket, int number) => Control(AddSocket, socket, number, Readable);

    /// <summary>Watches, or no longer watches, for room to write as well.</summary>
    public void WatchWritable(Socket socket, int number, bool watch) => Control(ChangeSocket, socket, number, watch ? Readable | Writable : Readable);

    /// <summary>Waits for sockets that are ready; how many there are.</summary>
    public int Wait(int milliseconds)
    {
        int count = WaitFor(_poll, _events, MaximumEvents, milliseconds);
        return Math.Max(0, count);
    }

    /// <summary>The number of the socket at an index of the last <see cref="Wait"/>.</summary>
    public int NumberAt(int index) => (int)BinaryPrimitives.ReadUInt64LittleEndian(_events.AsSpan((index * EventLength) + DataOffset));

    public void Dispose() => _ = Close(_poll);

    private void Control(int operation, Socket socket, int number, uint events)
    {
        Span<byte> request = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(request, events);
        BinaryPrimitives.WriteUInt64LittleEndian(request[DataOffset..], (ulong)number);
        if (ControlPoll(_poll, operation, (int)socket.Handle, request) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int ControlPoll(int poll, int operation, int descriptor, Span<byte> request);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int WaitFor(int poll, byte[] events, int maximum, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
