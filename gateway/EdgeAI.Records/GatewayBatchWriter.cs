using System.Buffers.Binary;
using System.Text;
using static EdgeAI.Records.GatewayBatchLayout;

namespace EdgeAI.Records;

/// <summary>Builds gateway batches, one after another, in one buffer that it allocates once. For one thread at a time.</summary>
public sealed class GatewayBatchWriter
{
    /// <summary>The longest batch, in bytes.</summary>
    public const int MaximumLength = 1 << 20;

    private readonly byte[] _buffer;
    private readonly int _recordsOffset;
    private int _length;
    private long _lastSequence;

    /// <summary>Allocates the buffer and writes what all batches of a spool share.</summary>
    /// <param name="gateway">The gateway's id (<see cref="Identifier"/>).</param>
    /// <param name="epoch">The spool's epoch, positive.</param>
    /// <param name="capacity">The longest batch in bytes, checksum included; at most <see cref="MaximumLength"/>.</param>
    /// <exception cref="ArgumentException">The id is not valid, the epoch is not positive, or the capacity holds no record or exceeds the maximum.</exception>
    public GatewayBatchWriter(string gateway, long epoch, int capacity)
    {
        Identifier.ThrowIfInvalid(gateway, nameof(gateway));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epoch);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, MinimumLength + Identifier.MaximumLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaximumLength);
        _buffer = new byte[capacity];
        _buffer[KindOffset] = Kind;
        _buffer[VersionOffset] = FormatVersion;
        _buffer[SuiteOffset] = (byte)AlgorithmSuite.None;
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(EpochOffset), epoch);
        _buffer[GatewayLengthOffset] = (byte)Encoding.ASCII.GetBytes(gateway, _buffer.AsSpan(HeaderLength));
        _recordsOffset = HeaderLength + gateway.Length;
        Begin();
    }

    /// <summary>The number of records added since <see cref="Begin"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Starts a new batch; what the buffer held is gone.</summary>
    public void Begin()
    {
        _length = _recordsOffset;
        _lastSequence = 0;
        Count = 0;
    }

    /// <summary>Adds one record; false when it does not fit any more.</summary>
    /// <exception cref="ArgumentException">The sequence does not lie above the one before, or the robot's id or the frame's length is not valid.</exception>
    public bool TryAdd(in GatewayRecord record)
    {
        if (record.Sequence <= _lastSequence)
        {
            throw new ArgumentException($"record {record.Sequence} does not follow {_lastSequence}", nameof(record));
        }

        if (!Identifier.IsValid(record.Robot) || record.Frame.Length is 0 or > ushort.MaxValue)
        {
            throw new ArgumentException($"record {record.Sequence} has no valid robot id or no frame of 1 to {ushort.MaxValue} bytes", nameof(record));
        }

        int length = record.EncodedLength;
        if (_length + length + EndLength > _buffer.Length || Count == ushort.MaxValue)
        {
            return false;
        }

        if (Count == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(FirstSequenceOffset), record.Sequence);
        }

        record.WriteTo(_buffer.AsSpan(_length, length));
        _length += length;
        _lastSequence = record.Sequence;
        Count++;
        return true;
    }

    /// <summary>Seals the batch. The memory is the writer's own: copy it to keep it past the next <see cref="Begin"/>.</summary>
    /// <exception cref="InvalidOperationException">The batch is empty.</exception>
    public ReadOnlyMemory<byte> Finish()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("an empty batch is never sent: add a record first");
        }

        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(CountOffset), (ushort)Count);
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(_length), 0);
        int checkedLength = _length + TrailerLengthLength;
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(checkedLength), Crc32C.Compute(_buffer.AsSpan(0, checkedLength)));
        return _buffer.AsMemory(0, checkedLength + ChecksumLength);
    }
}
