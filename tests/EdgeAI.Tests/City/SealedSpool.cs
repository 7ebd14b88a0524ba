using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway;

namespace EdgeAI.Tests.City;

/// <summary>A gateway's spool whose telemetry is sealed, record by record as a gateway numbers them.</summary>
internal sealed class SealedSpool : IDisposable
{
    private SealBuilder _builder;
    private readonly string _gateway;
    private readonly long _epoch;
    private readonly bool _ownsKey;

    public SealedSpool(string gateway, RecordSigningKey? key = null, long epoch = CityBatches.Epoch, AlgorithmSuite suite = AlgorithmSuite.Sha256P256)
    {
        _gateway = gateway;
        _epoch = epoch;
        _ownsKey = key is null;
        Key = key ?? RecordSigningKey.Create(suite);
        _builder = new SealBuilder(Key, gateway, epoch, RecordClass.Telemetry);
        _builder.Begin();
    }

    public RecordSigningKey Key { get; }

    public long Last { get; private set; }

    /// <summary>The batch of the next frames and of the seal behind them.</summary>
    public byte[] Next(int frames, byte content = 0, bool badSeal = false, long received = CityBatches.Noon)
        => CityBatches.Of(_gateway, 0, NextRecords(frames, content, badSeal, received), _epoch);

    /// <summary>The next frames and the seal behind them.</summary>
    /// <param name="own">Instead of frames, records of the gateway's own.</param>
    public List<SampleRecord> NextRecords(int frames, byte content = 0, bool badSeal = false, long received = CityBatches.Noon, (RecordKind Kind, byte[] Body)? own = null)
    {
        List<SampleRecord> records = [];
        for (int index = 0; index < frames; index++)
        {
            Last++;
            SampleRecord frame = new() { Sequence = Last, Received = received + Last, Frame = RawFrames.Make(3, 5, Last, 100, flags: content) };
            frame = own is { } record ? frame with { Kind = record.Kind, Robot = _gateway, Frame = record.Body } : frame;
            records.Add(frame);
            _builder.Add(Last, Encoded(frame));
        }

        Last++;
        byte[] body = new byte[_builder.BodyLength];
        _builder.WriteBody(body);
        body[^1] ^= badSeal ? (byte)1 : (byte)0;
        SampleRecord seal = new() { Sequence = Last, Kind = RecordKind.Seal, Received = received + Last, Robot = _gateway, Frame = body };
        records.Add(seal);
        _builder.Sealed(Last, Encoded(seal));
        return records;
    }

    /// <summary>Remembers the seal that stands now; the answer goes on from there once more, with numbers so many above those that followed.</summary>
    public Action Remember(long skip = 100)
    {
        long previous = _builder.PreviousSequence;
        byte[] digest = _builder.PreviousDigest.ToArray();
        long last = Last;
        return () =>
        {
            _builder.Continue(previous, digest);
            Last = last + skip;
        };
    }

    /// <summary>Seals with another key from here on.</summary>
    public void GoOnWith(RecordSigningKey key)
    {
        SealBuilder next = new(key, _gateway, _epoch, RecordClass.Telemetry);
        next.Continue(_builder.PreviousSequence, _builder.PreviousDigest);
        _builder = next;
    }

    /// <summary>Begins behind the last seal of an epoch before, or behind one that it says is that.</summary>
    public void BeginBehind(SealedSpool before, byte[]? digest = null) => _builder.Begin(epochBefore: before._epoch, lastDigest: digest ?? before._builder.PreviousDigest);

    public void Dispose()
    {
        if (_ownsKey)
        {
            Key.Dispose();
        }
    }

    private static byte[] Encoded(SampleRecord sample)
    {
        GatewayRecord record = sample.Sealed();
        byte[] encoded = new byte[record.EncodedLength];
        record.WriteTo(encoded);
        return encoded;
    }
}
