using System.Buffers.Binary;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Records.Proof;

/// <summary>A gateway's records with their seals, made by the code under test as a spool would: for what is changed afterwards.</summary>
internal sealed class SealedStream
{
    private readonly SealBuilder[] _builders;
    private readonly byte[] _body = new byte[Seal.MaximumLength];
    private long _sequence;

    public SealedStream(IRecordSigner signer, string gateway = "gateway-1", long epoch = 5)
    {
        Gateway = gateway;
        Epoch = epoch;
        _builders = [.. Enumerable.Range(1, 4).Select(lane => new SealBuilder(signer, gateway, epoch, (RecordClass)lane))];
    }

    public string Gateway { get; }

    public long Epoch { get; }

    /// <summary>The records' bytes by their sequences.</summary>
    public SortedDictionary<long, byte[]> Records { get; } = [];

    /// <summary>Stores records of all classes as a generator says, sealed about every so many of a class, and seals the rest.</summary>
    public static SealedStream Of(IRecordSigner signer, Random random, int records, int recordsPerSeal, string gateway = "gateway-1", long epoch = 5)
    {
        SealedStream stream = new(signer, gateway, epoch);
        byte[] frame = new byte[40];
        for (int record = 0; record < records; record++)
        {
            RecordClass recordClass = (RecordClass)(1 + Math.Min(random.Next(4), random.Next(4)));
            random.NextBytes(frame);
            stream.Store(RecordKind.Frame, recordClass, frame);
            if (random.Next(recordsPerSeal) == 0)
            {
                stream.SealClass(recordClass);
            }
        }

        stream.SealAll();
        return stream;
    }

    public long Store(RecordKind kind, RecordClass recordClass, ReadOnlySpan<byte> frame)
    {
        long sequence = Append(kind, recordClass, frame);
        _builders[(int)recordClass - 1].Add(sequence, Records[sequence]);
        return sequence;
    }

    public void SealClass(RecordClass recordClass)
    {
        SealBuilder builder = _builders[(int)recordClass - 1];
        if (builder.Count > 0)
        {
            long sequence = Append(RecordKind.Seal, recordClass, _body.AsSpan(0, builder.WriteBody(_body)));
            builder.Sealed(sequence, Records[sequence]);
        }
    }

    public void SealAll()
    {
        for (RecordClass recordClass = RecordClass.Safety; recordClass <= RecordClass.Bulk; recordClass++)
        {
            SealClass(recordClass);
        }
    }

    /// <summary>The records with a checksum that matches them, whatever was changed.</summary>
    public static byte[] Checked(byte[] encoded)
    {
        Vectors.Seal(encoded);
        return encoded;
    }

    public static RecordClass ClassOf(byte[] encoded) => (RecordClass)encoded[9];

    public static RecordKind KindOf(byte[] encoded) => (RecordKind)encoded[8];

    public static long SequenceOf(byte[] encoded) => BinaryPrimitives.ReadInt64LittleEndian(encoded);

    /// <summary>A record of a frame or of one of the gateway's own kinds from its bytes.</summary>
    public static GatewayRecord Read(byte[] encoded)
    {
        int robot = encoded[38];
        return new GatewayRecord
        {
            Sequence = SequenceOf(encoded),
            Kind = KindOf(encoded),
            Class = ClassOf(encoded),
            ReceivedUtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(encoded.AsSpan(10)),
            UtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(encoded.AsSpan(18)),
            UncertaintyNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(encoded.AsSpan(26)),
            RobotBoot = BinaryPrimitives.ReadUInt32LittleEndian(encoded.AsSpan(34)),
            Robot = encoded.AsSpan(41, robot),
            Frame = encoded.AsSpan((41 + robot)..^4),
            Checksum = BinaryPrimitives.ReadUInt32LittleEndian(encoded.AsSpan(encoded.Length - 4)),
        };
    }

    private long Append(RecordKind kind, RecordClass recordClass, ReadOnlySpan<byte> frame)
    {
        GatewayRecord record = new()
        {
            Sequence = ++_sequence,
            Kind = kind,
            Class = recordClass,
            ReceivedUtcNanoseconds = 1_800_000_000_000_000_000 + _sequence,
            UtcNanoseconds = 1_800_000_000_000_000_000 + _sequence,
            UncertaintyNanoseconds = 1000,
            RobotBoot = 7,
            Robot = kind == RecordKind.Frame ? "robot-1"u8 : System.Text.Encoding.ASCII.GetBytes(Gateway),
            Frame = frame,
        };
        byte[] encoded = new byte[record.EncodedLength];
        (record with { Checksum = record.ComputeChecksum() }).WriteTo(encoded);
        Records.Add(_sequence, encoded);
        return _sequence;
    }
}
