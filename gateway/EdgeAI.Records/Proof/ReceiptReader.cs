using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using static EdgeAI.Records.Proof.ReceiptLayout;

namespace EdgeAI.Records.Proof;

/// <summary>Reads a receipt, signature included. Never throws; enumerating allocates nothing.</summary>
public ref struct ReceiptReader
{
    private readonly ReadOnlySpan<byte> _batches;
    private int _next;

    private ReceiptReader(ReadOnlySpan<byte> payload)
    {
        Suite = (AlgorithmSuite)payload[SuiteOffset];
        Epoch = BinaryPrimitives.ReadInt64LittleEndian(payload[EpochOffset..]);
        CommittedUtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(payload[CommittedOffset..]);
        KeyId = KeyId.Read(payload[KeyIdOffset..]);
        Count = BinaryPrimitives.ReadUInt16LittleEndian(payload[CountOffset..]);
        Gateway = payload.Slice(HeaderLength, payload[GatewayLengthOffset]);
        _batches = payload[(HeaderLength + Gateway.Length)..^ProofLengths.Signature];
    }

    /// <summary>The suite of its signature.</summary>
    public AlgorithmSuite Suite { get; }

    /// <summary>The epoch of the batches, positive.</summary>
    public long Epoch { get; }

    /// <summary>When the table had them: UTC nanoseconds on the city's clock.</summary>
    public long CommittedUtcNanoseconds { get; }

    /// <summary>The id of the key that signed it.</summary>
    public KeyId KeyId { get; }

    /// <summary>The number of batches.</summary>
    public int Count { get; }

    /// <summary>The gateway's id, ASCII.</summary>
    public ReadOnlySpan<byte> Gateway { get; }

    /// <summary>The gateway's id as text. Allocates.</summary>
    public readonly string GatewayName => Encoding.ASCII.GetString(Gateway);

    /// <summary>The batch that <see cref="MoveNext"/> reached.</summary>
    public ReceiptBatch Current { readonly get; private set; }

    /// <summary>Opens a receipt and checks its signature, or names why it is none.</summary>
    /// <param name="payload">The receipt as it travelled.</param>
    /// <param name="keys">The city's public keys.</param>
    /// <param name="reader">The reader.</param>
    public static ReceiptRejection Open(ReadOnlySpan<byte> payload, ReadOnlySpan<RecordPublicKey> keys, out ReceiptReader reader)
    {
        ReceiptRejection rejection = OpenUnverified(payload, out reader);
        if (rejection != ReceiptRejection.None)
        {
            return rejection;
        }

        foreach (RecordPublicKey key in keys)
        {
            if (key.Suite == reader.Suite && key.Id == reader.KeyId && IsSigned(payload, key))
            {
                return ReceiptRejection.None;
            }
        }

        reader = default;
        return ReceiptRejection.Signature;
    }

    /// <summary>Opens a receipt without its signature, or names why it is none. What it says may be anybody's word.</summary>
    public static ReceiptRejection OpenUnverified(ReadOnlySpan<byte> payload, out ReceiptReader reader)
    {
        reader = default;
        ReceiptRejection rejection = CheckHeader(payload);
        if (rejection != ReceiptRejection.None)
        {
            return rejection;
        }

        ReceiptReader opened = new(payload);
        for (int index = 0; index < opened.Count; index++)
        {
            if (!opened.Read(index).IsValid)
            {
                return ReceiptRejection.InvalidBatch;
            }
        }

        reader = opened;
        return ReceiptRejection.None;
    }

    /// <summary>Goes to the next batch; false after the last.</summary>
    public bool MoveNext()
    {
        if (_next == Count)
        {
            return false;
        }

        Current = Read(_next++);
        return true;
    }

    private static ReceiptRejection CheckHeader(ReadOnlySpan<byte> payload)
    {
        if (payload.Length is < MinimumLength or > ReceiptWriter.MaximumLength)
        {
            return payload.Length < MinimumLength ? ReceiptRejection.TooShort : ReceiptRejection.TooLong;
        }

        if (payload[KindOffset] != Kind)
        {
            return ReceiptRejection.WrongKind;
        }

        if (payload[VersionOffset] != FormatVersion)
        {
            return ReceiptRejection.UnknownVersion;
        }

        if ((AlgorithmSuite)payload[SuiteOffset] is not (AlgorithmSuite.Sha256P256 or AlgorithmSuite.Sm3Sm2))
        {
            return ReceiptRejection.UnknownSuite;
        }

        if (payload[FlagsOffset] != 0)
        {
            return ReceiptRejection.UnknownFlags;
        }

        if (BinaryPrimitives.ReadInt64LittleEndian(payload[EpochOffset..]) <= 0)
        {
            return ReceiptRejection.InvalidEpoch;
        }

        int count = BinaryPrimitives.ReadUInt16LittleEndian(payload[CountOffset..]);
        if (count is 0 or > ReceiptWriter.MaximumCount)
        {
            return count == 0 ? ReceiptRejection.Empty : ReceiptRejection.TooMany;
        }

        int gatewayLength = payload[GatewayLengthOffset];
        if (HeaderLength + gatewayLength > payload.Length || !Identifier.IsValid(payload.Slice(HeaderLength, gatewayLength)))
        {
            return ReceiptRejection.InvalidGateway;
        }

        return payload.Length == HeaderLength + gatewayLength + (count * BatchLength) + ProofLengths.Signature ? ReceiptRejection.None : ReceiptRejection.WrongLength;
    }

    private static bool IsSigned(ReadOnlySpan<byte> payload, RecordPublicKey key)
    {
        int length = SignedPrefix.Length + payload.Length - ProofLengths.Signature;
        byte[] message = ArrayPool<byte>.Shared.Rent(length);
        SignedPrefix.CopyTo(message);
        payload[..^ProofLengths.Signature].CopyTo(message.AsSpan(SignedPrefix.Length));
        bool verified = key.Verify(message.AsSpan(0, length), payload[^ProofLengths.Signature..]);
        ArrayPool<byte>.Shared.Return(message);
        return verified;
    }

    private readonly ReceiptBatch Read(int index)
    {
        ReadOnlySpan<byte> entry = _batches.Slice(index * BatchLength, BatchLength);
        return new ReceiptBatch(
            (RecordClass)entry[BatchClassOffset],
            BinaryPrimitives.ReadInt64LittleEndian(entry[BatchFirstOffset..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[BatchLastOffset..]),
            BinaryPrimitives.ReadUInt16LittleEndian(entry[BatchRecordsOffset..]));
    }
}
