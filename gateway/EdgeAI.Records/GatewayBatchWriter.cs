using System.Buffers.Binary;
using System.Text;
using EdgeAI.Records.Proof;
using static EdgeAI.Records.GatewayBatchLayout;

namespace EdgeAI.Records;

/// <summary>Builds gateway batches, one after another, in buffers that it allocates once. For one thread at a time.</summary>
public sealed class GatewayBatchWriter : IDisposable
{
    /// <summary>The longest batch as it travels, in bytes.</summary>
    public const int MaximumLength = 1 << 20;

    /// <summary>The capacity that holds any one record, in bytes.</summary>
    public const int LongestOfOneRecord = HeaderLength + Identifier.MaximumLength + RecordHeaderLength + PolicyLength + Identifier.MaximumLength + ushort.MaxValue + ChecksumLength + EndLength;

    /// <summary>The most bytes that a batch's records may have before they are compressed.</summary>
    public const int MaximumRecordsLength = 4 << 20;

    private readonly byte[] _buffer;
    private readonly byte[] _travelling = [];
    private readonly RecordCompressor? _compressor;
    private readonly int _recordsOffset;
    private readonly int _capacity;
    private int _limit;
    private int _length;
    private long _lastSequence;
    private RecordClass _firstClass;

    /// <summary>Allocates the buffers and writes what all batches of a spool share.</summary>
    /// <param name="gateway">The gateway's id (<see cref="Identifier"/>).</param>
    /// <param name="epoch">The spool's epoch, positive.</param>
    /// <param name="capacity">The longest batch in bytes before it is compressed, checksum included; at most <see cref="MaximumLength"/>, or <see cref="MaximumRecordsLength"/> with compression.</param>
    /// <param name="compressionLevel">zstd's level, 1 to 19, for batches that become smaller by it; 0 to compress none.</param>
    /// <exception cref="ArgumentException">The id is not valid, the epoch is not positive, or the capacity holds no record or exceeds the maximum.</exception>
    public GatewayBatchWriter(string gateway, long epoch, int capacity, int compressionLevel = 0)
    {
        Identifier.ThrowIfInvalid(gateway, nameof(gateway));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(compressionLevel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(compressionLevel, 19);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, MinimumLength + Identifier.MaximumLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, compressionLevel == 0 ? MaximumLength : MaximumRecordsLength);
        _capacity = capacity;
        _limit = capacity;
        _buffer = new byte[capacity];
        _buffer[KindOffset] = Kind;
        _buffer[VersionOffset] = FormatVersion;
        _buffer[SuiteOffset] = (byte)AlgorithmSuite.None;
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(EpochOffset), epoch);
        _buffer[GatewayLengthOffset] = (byte)Encoding.ASCII.GetBytes(gateway, _buffer.AsSpan(HeaderLength));
        _recordsOffset = HeaderLength + gateway.Length;
        if (compressionLevel > 0)
        {
            _travelling = new byte[Math.Min(capacity, MaximumLength)];
            _compressor = new RecordCompressor(_travelling.Length - _recordsOffset - CompressionHeaderLength - EndLength, compressionLevel);
        }

        Begin();
    }

    /// <summary>The longest batch in bytes before it is compressed, up to the capacity, which it is unless set; it holds for what is added from then on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is beyond the capacity, or negative.</exception>
    public int Limit
    {
        get => _limit;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _capacity);
            _limit = value;
        }
    }

    /// <summary>Whether a record did not fit since <see cref="Begin()"/>; of an empty batch, that it is longer than <see cref="Limit"/> by itself.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The number of records added since <see cref="Begin()"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the batch was begun as one of the backlog.</summary>
    public bool IsBacklog => (_buffer[FlagsOffset] & BacklogFlag) != 0;

    /// <summary>What a receipt names the batch by (RECORDS.md, "Receipts"): of the records added, the first one's class, the first and the last sequence, and how many.</summary>
    public ReceiptBatch Names => new(_firstClass, BinaryPrimitives.ReadInt64LittleEndian(_buffer.AsSpan(FirstSequenceOffset)), _lastSequence, (ushort)Count);

    /// <summary>UTC when the gateway received the first record added, in nanoseconds.</summary>
    public long FirstReceivedUtcNanoseconds { get; private set; }

    /// <summary>The bytes of the records added, uncompressed.</summary>
    public int RecordsLength => _length - _recordsOffset;

    /// <summary>Starts a new batch of what comes in now; what the buffer held is gone.</summary>
    public void Begin() => Begin(backlog: false);

    /// <summary>Starts a new batch; what the buffer held is gone.</summary>
    /// <param name="backlog">Whether its records waited through an outage (flag bit 1).</param>
    public void Begin(bool backlog)
    {
        _buffer[FlagsOffset] = backlog ? BacklogFlag : (byte)0;
        _length = _recordsOffset;
        _lastSequence = 0;
        Count = 0;
        IsFull = false;
        _compressor?.Begin();
    }

    /// <summary>Adds one record; false when it does not fit any more.</summary>
    /// <exception cref="ArgumentException">The sequence does not lie above the one before, or the kind, the class, the policy, the robot's id or the frame's length is not valid.</exception>
    public bool TryAdd(in GatewayRecord record)
    {
        if (record.Sequence <= _lastSequence)
        {
            throw new ArgumentException($"record {record.Sequence} does not follow {_lastSequence}", nameof(record));
        }

        if (!record.IsWellFormed)
        {
            throw new ArgumentException($"record {record.Sequence} has no valid kind, class, policy or robot id, or no frame of 1 to {ushort.MaxValue} bytes", nameof(record));
        }

        int length = record.EncodedLength;
        if (_length + length + EndLength > _limit || Count == ushort.MaxValue || !Travels(length))
        {
            IsFull = true;
            return false;
        }

        if (Count == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(FirstSequenceOffset), record.Sequence);
            FirstReceivedUtcNanoseconds = record.ReceivedUtcNanoseconds;
            _firstClass = record.Class;
        }

        record.WriteTo(_buffer.AsSpan(_length, length));
        _length += length;
        _lastSequence = record.Sequence;
        Count++;
        _compressor?.Feed(Records);
        return true;
    }

    /// <summary>Seals the batch, compressed where that makes it smaller. The memory is the writer's own: copy it to keep it past the next <see cref="Begin()"/>.</summary>
    /// <exception cref="InvalidOperationException">The batch is empty.</exception>
    public ReadOnlyMemory<byte> Finish()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("an empty batch is never sent: add a record first");
        }

        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(CountOffset), (ushort)Count);
        if (_compressor is not null)
        {
            ReadOnlySpan<byte> compressed = _compressor.Finish(Records);
            int travellingLength = _recordsOffset + CompressionHeaderLength + compressed.Length + EndLength;
            if (!compressed.IsEmpty && travellingLength < _length + EndLength && travellingLength >= MinimumLength)
            {
                return Seal(_travelling, WriteCompressed(compressed));
            }
        }

        return Seal(_buffer, _length);
    }

    /// <inheritdoc/>
    public void Dispose() => _compressor?.Dispose();

    private Span<byte> Records => _buffer.AsSpan(_recordsOffset, RecordsLength);

    // As it is up to the longest that travels; beyond that only while even the worst case of compressing the rest stays below it.
    private bool Travels(int more)
        => _length + more + EndLength <= MaximumLength
            || (_compressor is not null && _recordsOffset + CompressionHeaderLength + _compressor.LongestWith(RecordsLength, more) + EndLength <= _travelling.Length);

    private int WriteCompressed(ReadOnlySpan<byte> compressed)
    {
        _buffer.AsSpan(0, _recordsOffset).CopyTo(_travelling);
        _travelling[FlagsOffset] |= CompressedFlag;
        Span<byte> section = _travelling.AsSpan(_recordsOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(section[CompressedLengthOffset..], (uint)compressed.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(section[UncompressedLengthOffset..], (uint)RecordsLength);
        compressed.CopyTo(section[CompressionHeaderLength..]);
        return _recordsOffset + CompressionHeaderLength + compressed.Length;
    }

    private static ReadOnlyMemory<byte> Seal(byte[] batch, int length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(batch.AsSpan(length), 0);
        int checkedLength = length + TrailerLengthLength;
        BinaryPrimitives.WriteUInt32LittleEndian(batch.AsSpan(checkedLength), Crc32C.Compute(batch.AsSpan(0, checkedLength)));
        return batch.AsMemory(0, checkedLength + ChecksumLength);
    }
}
