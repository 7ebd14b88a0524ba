using System.Text;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway;

namespace EdgeAI.Tests.City;

/// <summary>What a gateway sends of mixed traffic: records of all classes, their frames 60 to 200 bytes, each class sealed every 256 records and at the end.</summary>
internal sealed class SealedTraffic : IDisposable
{
    private const int RecordsPerSeal = 256;
    private const int BatchRecords = 4000;
    private const int ShortestFrame = 60;
    private const int LongestFrame = 200;

    private readonly Random _random;
    private readonly long _received;
    private readonly byte[] _robot = "robot-1"u8.ToArray();
    private readonly byte[] _gatewayId;
    private readonly byte[] _body = new byte[Seal.MaximumLength];
    private readonly SealBuilder[] _builders;
    private readonly GatewayBatchWriter[] _writers;
    private readonly byte[] _encoded = new byte[64 << 10];

    /// <param name="signer">The gateway's key.</param>
    /// <param name="gateway">Its id.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="received">When the first record was received; each is one 20,000th of a second behind the one before.</param>
    /// <param name="seed">Says which traffic.</param>
    public SealedTraffic(IRecordSigner signer, string gateway, long epoch, long received, int seed)
    {
        _received = received;
        _random = new Random(seed);
        _gatewayId = Encoding.ASCII.GetBytes(gateway);
        _builders = [.. Enumerable.Range(1, 4).Select(lane => new SealBuilder(signer, gateway, epoch, (RecordClass)lane))];
        _writers = [.. _builders.Select(_ => new GatewayBatchWriter(gateway, epoch, GatewayBatchWriter.MaximumLength))];
        foreach (SealBuilder builder in _builders)
        {
            builder.Begin();
        }
    }

    /// <summary>How many records there are, seals included.</summary>
    public long Last { get; private set; }

    /// <summary>How many of them are seals.</summary>
    public long Seals { get; private set; }

    /// <summary>The batches, in the order in which they leave.</summary>
    public IEnumerable<byte[]> Batches(long frames)
    {
        for (long frame = 0; frame < frames; frame++)
        {
            // Of a hundred records 80 are telemetry, 10 events, 8 bulk and 2 safety.
            int roll = _random.Next(100);
            RecordClass recordClass = roll < 80 ? RecordClass.Telemetry : roll < 90 ? RecordClass.Event : roll < 98 ? RecordClass.Bulk : RecordClass.Safety;
            foreach (byte[] batch in Add(RecordKind.Frame, recordClass, RawFrames.Make(3, (byte)recordClass, Last + 1, _random.Next(ShortestFrame, LongestFrame + 1))))
            {
                yield return batch;
            }

            if (_builders[(int)recordClass - 1].Count == RecordsPerSeal)
            {
                foreach (byte[] batch in SealClass(recordClass))
                {
                    yield return batch;
                }
            }
        }

        for (RecordClass recordClass = RecordClass.Safety; recordClass <= RecordClass.Bulk; recordClass++)
        {
            foreach (byte[] batch in _builders[(int)recordClass - 1].Count > 0 ? SealClass(recordClass) : [])
            {
                yield return batch;
            }

            if (_writers[(int)recordClass - 1].Count > 0)
            {
                yield return _writers[(int)recordClass - 1].Finish().ToArray();
            }
        }
    }

    public void Dispose()
    {
        foreach (GatewayBatchWriter writer in _writers)
        {
            writer.Dispose();
        }
    }

    private IEnumerable<byte[]> SealClass(RecordClass recordClass)
    {
        Seals++;
        return Add(RecordKind.Seal, recordClass, _body[.._builders[(int)recordClass - 1].WriteBody(_body)]);
    }

    private IEnumerable<byte[]> Add(RecordKind kind, RecordClass recordClass, byte[] frame)
    {
        Last++;
        GatewayBatchWriter writer = _writers[(int)recordClass - 1];
        if (writer.Count == BatchRecords || !TryAdd(writer, kind, recordClass, frame))
        {
            yield return writer.Finish().ToArray();
            writer.Begin();
            TryAdd(writer, kind, recordClass, frame);
        }

        Note(kind, recordClass, frame);
    }

    private bool TryAdd(GatewayBatchWriter writer, RecordKind kind, RecordClass recordClass, byte[] frame)
    {
        GatewayRecord record = Of(kind, recordClass, frame);
        return writer.TryAdd(record with { Checksum = record.ComputeChecksum() });
    }

    private void Note(RecordKind kind, RecordClass recordClass, byte[] frame)
    {
        GatewayRecord record = Of(kind, recordClass, frame);
        Span<byte> encoded = _encoded.AsSpan(0, record.EncodedLength);
        (record with { Checksum = record.ComputeChecksum() }).WriteTo(encoded);
        SealBuilder builder = _builders[(int)recordClass - 1];
        _ = kind == RecordKind.Seal ? builder.Sealed(Last, encoded) : builder.Add(Last, encoded);
    }

    private GatewayRecord Of(RecordKind kind, RecordClass recordClass, byte[] frame) => new()
    {
        Sequence = Last,
        Kind = kind,
        Class = recordClass,
        ReceivedUtcNanoseconds = _received + (Last * 50_000),
        UtcNanoseconds = _received + (Last * 50_000) - 1001,
        UncertaintyNanoseconds = 250,
        RobotBoot = 4,
        Robot = kind == RecordKind.Seal ? _gatewayId : _robot,
        Frame = frame,
    };
}
