using System.Buffers.Binary;
using static EdgeAI.Records.RobotBatchLayout;

namespace EdgeAI.Records;

/// <summary>Builds robot batches, one after another, in one buffer that it allocates once. For one thread at a time.</summary>
public sealed class RobotBatchWriter
{
    /// <summary>The longest batch that a gateway takes, in bytes.</summary>
    public const int MaximumLength = 1 << 20;

    private readonly byte[] _buffer;
    private int _length;
    private bool _open;

    /// <summary>Allocates the buffer.</summary>
    /// <param name="capacity">The longest batch in bytes, checksum included; at most <see cref="MaximumLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity holds no entry, or exceeds the maximum.</exception>
    public RobotBatchWriter(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, MinimumLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaximumLength);
        _buffer = new byte[capacity];
    }

    /// <summary>The number of entries added since <see cref="Begin"/>.</summary>
    public int Count { get; private set; }

    /// <summary>The batch's length in bytes if it were finished now.</summary>
    public int Length => _length + ChecksumLength;

    /// <summary>Starts a new batch; what the buffer held is gone.</summary>
    /// <param name="boot">Tells one start of the robot from the next.</param>
    /// <param name="batchNumber">Counts up by one per batch from 1 within the boot: the gateway stores each number once.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is 0 or exceeds 63 bits.</exception>
    public void Begin(uint boot, ulong batchNumber)
    {
        ArgumentOutOfRangeException.ThrowIfZero(batchNumber);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batchNumber, (ulong)long.MaxValue);
        _buffer[KindOffset] = Kind;
        _buffer[VersionOffset] = FormatVersion;
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(BootOffset), boot);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(NumberOffset), batchNumber);
        _length = HeaderLength;
        Count = 0;
        _open = true;
    }

    /// <summary>Adds one frame; false when it does not fit any more: finish this batch and add it to the next.</summary>
    /// <param name="recordClass">How much the record matters.</param>
    /// <param name="utcNanoseconds">When the reading was true: nanoseconds since 1970-01-01T00:00:00 UTC.</param>
    /// <param name="uncertaintyNanoseconds">The half-width of the interval around it; negative when not known.</param>
    /// <param name="frame">The raw wire frame (header, payload and CRC, without COBS), 1 to 65535 bytes.</param>
    /// <exception cref="ArgumentException">The frame's length is out of range or the class is none.</exception>
    /// <exception cref="InvalidOperationException">No batch was begun.</exception>
    public bool TryAdd(RecordClass recordClass, long utcNanoseconds, long uncertaintyNanoseconds, ReadOnlySpan<byte> frame)
    {
        ThrowIfClosed();
        if (recordClass is < RecordClass.Safety or > RecordClass.Bulk)
        {
            throw new ArgumentException($"{(byte)recordClass} is no record class", nameof(recordClass));
        }

        if (frame.Length is 0 or > ushort.MaxValue)
        {
            throw new ArgumentException($"a frame has 1 to {ushort.MaxValue} bytes, not {frame.Length}", nameof(frame));
        }

        int entryLength = EntryHeaderLength + frame.Length;
        if (_length + entryLength + ChecksumLength > _buffer.Length || Count == ushort.MaxValue)
        {
            return false;
        }

        Span<byte> entry = _buffer.AsSpan(_length, entryLength);
        entry[EntryClassOffset] = (byte)recordClass;
        BinaryPrimitives.WriteInt64LittleEndian(entry[EntryStampOffset..], utcNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(entry[EntryUncertaintyOffset..], uncertaintyNanoseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[EntryFrameLengthOffset..], (ushort)frame.Length);
        frame.CopyTo(entry[EntryHeaderLength..]);
        _length += entryLength;
        Count++;
        return true;
    }

    /// <summary>Seals the batch. The memory is the writer's own: copy it to keep it past the next <see cref="Begin"/>.</summary>
    /// <exception cref="InvalidOperationException">No batch was begun, or it is empty.</exception>
    public ReadOnlyMemory<byte> Finish()
    {
        ThrowIfClosed();
        if (Count == 0)
        {
            throw new InvalidOperationException("an empty batch is never sent: add a frame first");
        }

        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(CountOffset), (ushort)Count);
        uint checksum = Crc32C.Compute(_buffer.AsSpan(0, _length));
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_length), checksum);
        _open = false;
        return _buffer.AsMemory(0, _length + ChecksumLength);
    }

    private void ThrowIfClosed()
    {
        if (!_open)
        {
            throw new InvalidOperationException("begin a batch first");
        }
    }
}
