using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace EdgeAI.Runtime.Outlets;

/// <summary>A ring's file in this process's memory.</summary>
internal sealed unsafe class RingMemory : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Maps a file whole.</summary>
    /// <param name="stream">The file; owned from now on, also where it cannot be mapped.</param>
    /// <param name="access">What is wanted of the memory.</param>
    public RingMemory(FileStream stream, MemoryMappedFileAccess access)
    {
        try
        {
            Length = stream.Length;
            _file = MemoryMappedFile.CreateFromFile(stream, null, 0, access, HandleInheritability.None, leaveOpen: false);
            _view = _file.CreateViewAccessor(0, Length, access);
        }
        catch
        {
            _file?.Dispose();
            stream.Dispose();
            throw;
        }

        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = start + _view.PointerOffset;
    }

    public byte* Start { get; }

    public long Length { get; }

    public ref long Head => ref *(long*)(Start + OutletLayout.HeadAt);

    public uint* Wake => (uint*)(Start + OutletLayout.WakeAt);

    public ref uint State => ref *(uint*)(Start + OutletLayout.StateAt);

    public ref long Heartbeat => ref *(long*)(Start + OutletLayout.HeartbeatAt);

    public ReadOnlySpan<byte> Header => new(Start, OutletLayout.HeaderSize);

    public int SlotCount => BinaryPrimitives.ReadInt32LittleEndian(Header[OutletLayout.SlotCountAt..]);

    public uint Boot => BinaryPrimitives.ReadUInt32LittleEndian(Header[OutletLayout.BootAt..]);

    public long Origin => BinaryPrimitives.ReadInt64LittleEndian(Header[OutletLayout.OriginAt..]);

    /// <summary>Whether the file is a ring of the version that this build knows, and whole.</summary>
    public bool IsRing => Length >= OutletLayout.HeaderSize
        && Header[..OutletLayout.Magic.Length].SequenceEqual(OutletLayout.Magic)
        && BinaryPrimitives.ReadUInt32LittleEndian(Header[OutletLayout.VersionAt..]) == OutletLayout.Version
        && BinaryPrimitives.ReadInt32LittleEndian(Header[OutletLayout.HeaderSizeAt..]) == OutletLayout.HeaderSize
        && BinaryPrimitives.ReadInt32LittleEndian(Header[OutletLayout.SlotSizeAt..]) == OutletLayout.SlotSize
        && SlotCount is >= OutletLayout.MinSlots and <= OutletLayout.MaxSlots
        && System.Numerics.BitOperations.IsPow2(SlotCount)
        && Length == OutletLayout.HeaderSize + ((long)SlotCount * OutletLayout.SlotSize);

    /// <summary>The slot that item number <paramref name="sequence"/> stands in, or will.</summary>
    public byte* SlotOf(long sequence, int slotCount) => Start + OutletLayout.HeaderSize + ((sequence & (slotCount - 1)) * OutletLayout.SlotSize);

    /// <summary>Says what became of the writer, and wakes whoever waits for its next item.</summary>
    public void End(OutletState state)
    {
        Volatile.Write(ref State, (uint)state);
        Volatile.Write(ref *Wake, *Wake + 1);
        Futex.Wake(Wake, int.MaxValue);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
