using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.MemoryMappedFiles;
using System.Runtime.Versioning;
using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Outlets;

/// <summary>
/// A ring in shared memory with one writer and any number of readers, none of which can hold the writer up or touch what it wrote:
/// they map it read-only. A reader that is overtaken knows so and how much it lost.
/// </summary>
/// <remarks>
/// Each slot is a seqlock. Its turn is 2n + 1 while item n is written and 2n + 2 once it stands. The writer orders its stores: the odd turn
/// before the item's bytes (a write barrier: no later store overtakes it) and those before the even turn (a store-release). A reader loads
/// the even turn (load-acquire), the bytes, and the turn again, with a read barrier before it. If a byte that it loaded came from item
/// n + slots, then the writer had stored the odd turn of that item before, so the second load sees it, and the copy is thrown away. On
/// x86 these barriers only bind the compiler; on arm64 they are dmb ish, stlr and ldar. The waiting reader loads the wake word before the
/// slot's turn; the writer stores it after. So an item that the reader did not see has a later word than the one it waits on, and the kernel
/// compares the word under the lock that a wake takes: none is slept through.
/// </remarks>
public sealed unsafe class OutletRing : IOutletWay
{
    // A wake costs the writer time for each waiter: a bound keeps a crowd from slowing the robot. Who is left waiting sees its own time limit.
    private const int MaxWoken = 64;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _lock;
    private readonly RingMemory _memory;
    private readonly long _origin;
    private readonly long _heartbeatPeriod;
    private readonly int _slots;
    private long _head;
    private long _lastBeat;
    private bool _disposed;

    private OutletRing(OutletRingOptions options, FileStream exclusive, RingMemory memory)
    {
        Path = options.Path;
        _lock = exclusive;
        _memory = memory;
        _origin = options.OriginNanoseconds;
        _heartbeatPeriod = (long)options.HeartbeatPeriod.TotalNanoseconds;
        _slots = options.Slots;
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public long BeatEvery => _heartbeatPeriod / 4;

    /// <summary>Makes a ring, and tells the readers of one that an earlier start of the robot left there.</summary>
    /// <param name="options">What it is made with.</param>
    /// <param name="clock">The robot's timeline.</param>
    /// <param name="ring">The ring.</param>
    /// <param name="problem">One line that names the thing and the mend.</param>
    /// <returns>Whether it was made.</returns>
    public static bool TryCreate(OutletRingOptions options, IClock clock, [NotNullWhen(true)] out OutletRing? ring, out string problem)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Slots, OutletLayout.MinSlots);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Slots, OutletLayout.MaxSlots);
        ring = null;
        problem = "";
        if (!System.Numerics.BitOperations.IsPow2(options.Slots))
        {
            throw new ArgumentException($"{options.Slots} slots are no power of two", nameof(options));
        }

        if (!Futex.IsSupported || !BitConverter.IsLittleEndian)
        {
            problem = $"outlet ring '{options.Path}': needs Linux on x64 or arm64; leave the ring out of the profile on this machine";
            return false;
        }

        FileStream? exclusive = null;
        try
        {
            // The runtime locks what is opened without sharing (flock), and the kernel frees the lock however the process ends.
            exclusive = new FileStream(options.Path + ".lock", new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = OwnerOnly,
            });

            // Whoever may open it may hold it, and so keep the robot from its ring. Fails where it is another user's.
            File.SetUnixFileMode(exclusive.SafeFileHandle, OwnerOnly);
            if (!TellReaders(options.Path, out string reason))
            {
                problem = $"outlet ring '{options.Path}': is there and {reason}; remove it, or name another path in the profile";
            }
            else
            {
                ring = new OutletRing(options, exclusive, Make(options, clock));
                exclusive = null;
                return true;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"outlet ring '{options.Path}': {failure.Message}; name a path in the profile that no other robot uses, in a folder that exists and may be written, with {SizeOf(options) >> 10} KiB free";
        }

        exclusive?.Dispose();
        return false;
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> item)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        byte* slot = _memory.SlotOf(_head, _slots);
        ref ulong turn = ref *(ulong*)slot;
        Volatile.Write(ref turn, (2 * (ulong)_head) + 1);
        Volatile.WriteBarrier();
        item.CopyTo(new Span<byte>(slot + OutletLayout.ItemAt, OutletLayout.MaxItem));
        Volatile.Write(ref turn, (2 * (ulong)_head) + 2);
        _head++;
        Volatile.Write(ref _memory.Head, _head);
        Volatile.Write(ref *_memory.Wake, *_memory.Wake + 1);
        Futex.Wake(_memory.Wake, MaxWoken);
    }

    /// <inheritdoc/>
    public void Beat(long nanoseconds)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);

        // Not with every step: each write takes the cache line from whoever looks at it.
        if (nanoseconds - _lastBeat >= BeatEvery)
        {
            _lastBeat = nanoseconds;
            Volatile.Write(ref _memory.Heartbeat, nanoseconds + _origin);
        }
    }

    /// <summary>Tells the readers that nothing more comes, and takes the ring's name away; who has it open can still read what it holds.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;

            // First: whatever becomes of the name, readers know.
            _memory.End(OutletState.Closed);
            try
            {
                File.Delete(Path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // What is left says that it is closed, and the next start replaces it.
            }

            _memory.Dispose();
            _lock.Dispose();
        }
    }

    /// <summary>Readers of a ring whose writer died are told that there is another; false where the path holds anything else.</summary>
    [SupportedOSPlatform("linux")]
    private static bool TellReaders(string path, out string reason)
    {
        reason = "";
        if (!File.Exists(path))
        {
            return true;
        }

        if (!RingFile.TryOpen(path, FileAccess.ReadWrite, RingFile.OwnUser, out FileStream? left, out reason))
        {
            return false;
        }

        reason = $"is no ring of version {OutletLayout.Version}";
        if (left.Length < OutletLayout.HeaderSize)
        {
            left.Dispose();
            return false;
        }

        using RingMemory memory = new(left, MemoryMappedFileAccess.ReadWrite);
        if (!memory.IsRing)
        {
            return false;
        }

        memory.End(OutletState.Replaced);
        return true;
    }

    // Never in place: who reads the old ring keeps the old file, whole, and who opens the name finds a ring that is complete.
    [SupportedOSPlatform("linux")]
    private static RingMemory Make(OutletRingOptions options, IClock clock)
    {
        string unfinished = options.Path + ".new";
        File.Delete(unfinished);
        FileStream stream = new(unfinished, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,

            // Reserved now, or refused now: a page that is not there when it is first written to ends the process.
            PreallocationSize = SizeOf(options),
        });
        RingMemory? memory = null;
        try
        {
            stream.SetLength(SizeOf(options));
            memory = new RingMemory(stream, MemoryMappedFileAccess.ReadWrite);
            Fill(memory, options, clock.Nanoseconds);
            File.Move(unfinished, options.Path, overwrite: true);
            return memory;
        }
        catch
        {
            memory?.Dispose();
            stream.Dispose();
            File.Delete(unfinished);
            throw;
        }
    }

    private static long SizeOf(OutletRingOptions options) => OutletLayout.HeaderSize + ((long)options.Slots * OutletLayout.SlotSize);

    private static void Fill(RingMemory memory, OutletRingOptions options, long now)
    {
        // Every page is touched here, so that none is made while the robot runs.
        new Span<byte>(memory.Start, (int)memory.Length).Clear();
        Span<byte> header = new(memory.Start, OutletLayout.HeaderSize);
        OutletLayout.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[OutletLayout.VersionAt..], OutletLayout.Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[OutletLayout.HeaderSizeAt..], OutletLayout.HeaderSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[OutletLayout.SlotSizeAt..], OutletLayout.SlotSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[OutletLayout.SlotCountAt..], options.Slots);
        BinaryPrimitives.WriteUInt64LittleEndian(header[OutletLayout.BootAt..], options.Boot);
        BinaryPrimitives.WriteInt64LittleEndian(header[OutletLayout.OriginAt..], options.OriginNanoseconds);
        BinaryPrimitives.WriteInt32LittleEndian(header[OutletLayout.HeartbeatPeriodAt..], (int)options.HeartbeatPeriod.TotalMilliseconds);
        BinaryPrimitives.WriteInt32LittleEndian(header[OutletLayout.WriterAt..], Environment.ProcessId);
        BinaryPrimitives.WriteUInt32LittleEndian(header[OutletLayout.StateAt..], (uint)OutletState.Open);
        BinaryPrimitives.WriteInt64LittleEndian(header[OutletLayout.HeartbeatAt..], now + options.OriginNanoseconds);
    }
}
