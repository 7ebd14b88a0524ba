using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeAI.Runtime.Outlets;

/// <summary>
/// The second way out: each item as a datagram to a reader's own Unix socket, whose path the profile names. Nothing waits: what a reader's
/// queue does not take, or a reader that is not there, is a counted drop.
/// </summary>
public sealed unsafe partial class OutletDatagrams : IOutletWay
{
    // sys/socket.h and sys/un.h of Linux.
    private const int AddressFamilyUnix = 1;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int PathAt = 2;
    private const int MaxPath = 107;
    private const int TryAgain = 11;

    private readonly Socket _socket;
    private readonly byte[] _address;
    private readonly byte[] _datagram = new byte[OutletLayout.DatagramPrefix + OutletLayout.MaxItem];
    private long _sent;
    private long _droppedFull;
    private long _droppedAbsent;
    private bool _disposed;

    private OutletDatagrams(string path, byte[] address, uint boot, long originNanoseconds)
    {
        Path = path;
        _address = address;
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        OutletLayout.DatagramMagic.CopyTo(_datagram);
        BinaryPrimitives.WriteUInt16LittleEndian(_datagram.AsSpan(OutletLayout.DatagramVersionAt), (ushort)OutletLayout.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(_datagram.AsSpan(OutletLayout.DatagramBootAt), boot);
        BinaryPrimitives.WriteInt64LittleEndian(_datagram.AsSpan(OutletLayout.DatagramOriginAt), originNanoseconds);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public long BeatEvery => long.MaxValue;

    /// <summary>Datagrams that the reader's queue took.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Datagrams that found the reader's queue full.</summary>
    public long DroppedFull => Volatile.Read(ref _droppedFull);

    /// <summary>Datagrams that found no reader.</summary>
    public long DroppedAbsent => Volatile.Read(ref _droppedAbsent);

    /// <summary>Makes a way to one reader, which need not be there yet.</summary>
    /// <param name="path">The path of the reader's socket.</param>
    /// <param name="boot">Tells this start of the robot from every other.</param>
    /// <param name="originNanoseconds">What CLOCK_MONOTONIC showed at the zero of the robot's timeline, nanoseconds.</param>
    /// <param name="datagrams">The way.</param>
    /// <param name="problem">One line that names the thing and the mend.</param>
    /// <returns>Whether it was made.</returns>
    public static bool TryCreate(string path, uint boot, long originNanoseconds, [NotNullWhen(true)] out OutletDatagrams? datagrams, out string problem)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        datagrams = null;
        byte[] name = Encoding.UTF8.GetBytes(path);
        if (!OperatingSystem.IsLinux())
        {
            problem = $"outlet socket '{path}': needs Linux; leave the sockets out of the profile on this machine";
            return false;
        }

        if (name.Length > MaxPath)
        {
            problem = $"outlet socket '{path}': takes {name.Length} bytes and a socket's path has room for {MaxPath}; name a shorter one in the profile";
            return false;
        }

        byte[] address = new byte[PathAt + name.Length + 1];
        BinaryPrimitives.WriteUInt16LittleEndian(address, AddressFamilyUnix);
        name.CopyTo(address, PathAt);
        datagrams = new OutletDatagrams(path, address, boot, originNanoseconds);
        problem = "";
        return true;
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> item)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int length = OutletLayout.DatagramPrefix + item.Length;
        BinaryPrimitives.WriteUInt16LittleEndian(_datagram.AsSpan(OutletLayout.DatagramLengthAt), (ushort)length);
        item.CopyTo(_datagram.AsSpan(OutletLayout.DatagramPrefix));
        nint sent;
        fixed (byte* datagram = _datagram, address = _address)
        {
            sent = SendTo((int)_socket.Handle, datagram, (nuint)length, DontWait | NoSignal, address, (uint)_address.Length);
        }

        if (sent >= 0)
        {
            _sent++;
        }
        else if (Marshal.GetLastPInvokeError() == TryAgain)
        {
            _droppedFull++;
        }
        else
        {
            _droppedAbsent++;
        }
    }

    /// <summary>Nothing: a socket has no heartbeat; a reader learns of an end by its silence.</summary>
    /// <param name="nanoseconds">Not told.</param>
    public void Beat(long nanoseconds)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _socket.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SendTo(int socket, byte* bytes, nuint length, int flags, byte* address, uint addressLength);
}
