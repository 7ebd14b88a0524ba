using System.Buffers.Binary;
using System.Text;
using static EdgeAI.Records.Proof.ReceiptLayout;

namespace EdgeAI.Records.Proof;

/// <summary>Writes and signs the city's receipts, one after another, in a buffer that it allocates once. For one thread at a time.</summary>
public sealed class ReceiptWriter
{
    /// <summary>The most batches in one receipt.</summary>
    public const int MaximumCount = 4096;

    /// <summary>The longest receipt in bytes.</summary>
    public const int MaximumLength = HeaderLength + Identifier.MaximumLength + (MaximumCount * BatchLength) + ProofLengths.Signature;

    private readonly IRecordSigner _signer;

    // What is signed lies in one piece: the prefix, then the receipt.
    private readonly byte[] _buffer = new byte[SignedPrefix.Length + MaximumLength];
    private int _length;

    /// <summary>A writer whose receipts the key signs.</summary>
    /// <exception cref="ArgumentNullException">There is no key.</exception>
    public ReceiptWriter(IRecordSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        _signer = signer;
        SignedPrefix.CopyTo(_buffer);
    }

    /// <summary>The batches added since <see cref="Begin"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Starts a new receipt; what the buffer held is gone.</summary>
    /// <param name="gateway">The gateway's id (<see cref="Identifier"/>).</param>
    /// <param name="epoch">The epoch of the batches, positive.</param>
    /// <param name="committedUtcNanoseconds">When the table had them: UTC on the city's clock.</param>
    /// <exception cref="ArgumentException">The id is not valid, or the epoch not positive.</exception>
    public void Begin(string gateway, long epoch, long committedUtcNanoseconds)
    {
        Identifier.ThrowIfInvalid(gateway, nameof(gateway));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epoch);
        Span<byte> receipt = Receipt;
        receipt[KindOffset] = Kind;
        receipt[VersionOffset] = FormatVersion;
        receipt[SuiteOffset] = (byte)_signer.Suite;
        receipt[FlagsOffset] = 0;
        BinaryPrimitives.WriteInt64LittleEndian(receipt[EpochOffset..], epoch);
        BinaryPrimitives.WriteInt64LittleEndian(receipt[CommittedOffset..], committedUtcNanoseconds);
        _signer.KeyId.Write(receipt[KeyIdOffset..]);
        receipt[GatewayLengthOffset] = (byte)Encoding.ASCII.GetBytes(gateway, receipt[HeaderLength..]);
        _length = HeaderLength + gateway.Length;
        Count = 0;
    }

    /// <summary>Adds a batch; false when the receipt is full.</summary>
    /// <exception cref="ArgumentException">The batch has no known class, its sequences are not positive and in order, or it holds no record.</exception>
    /// <exception cref="InvalidOperationException">No receipt was begun.</exception>
    public bool TryAdd(in ReceiptBatch batch)
    {
        ThrowIfNotBegun();
        if (!batch.IsValid)
        {
            throw new ArgumentException($"{batch} is no batch: a known class, positive sequences in order and 1 or more records are needed", nameof(batch));
        }

        if (Count == MaximumCount)
        {
            return false;
        }

        Span<byte> entry = Receipt.Slice(_length, BatchLength);
        entry[BatchClassOffset] = (byte)batch.Class;
        BinaryPrimitives.WriteInt64LittleEndian(entry[BatchFirstOffset..], batch.First);
        BinaryPrimitives.WriteInt64LittleEndian(entry[BatchLastOffset..], batch.Last);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[BatchRecordsOffset..], batch.Records);
        _length += BatchLength;
        Count++;
        return true;
    }

    /// <summary>Signs the receipt. The memory is the writer's own: copy it to keep it past the next <see cref="Begin"/>.</summary>
    /// <exception cref="InvalidOperationException">No receipt was begun, or it is empty.</exception>
    public ReadOnlyMemory<byte> Finish()
    {
        ThrowIfNotBegun();
        if (Count == 0)
        {
            throw new InvalidOperationException("an empty receipt is never sent: add a batch first");
        }

        BinaryPrimitives.WriteUInt16LittleEndian(Receipt[CountOffset..], (ushort)Count);
        _signer.Sign(_buffer.AsSpan(0, SignedPrefix.Length + _length), Receipt.Slice(_length, ProofLengths.Signature));
        return _buffer.AsMemory(SignedPrefix.Length, _length + ProofLengths.Signature);
    }

    private Span<byte> Receipt => _buffer.AsSpan(SignedPrefix.Length);

    private void ThrowIfNotBegun()
    {
        if (_length == 0)
        {
            throw new InvalidOperationException("no receipt was begun: call Begin first");
        }
    }
}
