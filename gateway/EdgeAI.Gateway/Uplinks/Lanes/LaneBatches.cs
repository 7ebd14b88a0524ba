using System.Buffers;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>Makes the batches of all lanes of a gateway in one writer, and keeps each in a rented buffer until it is answered. For one thread.</summary>
internal sealed class LaneBatches : IDisposable
{
    // The shortest batch with the longest ids, with room for a small record: below it nothing fits with company.
    private const int ShortestLimit = 512;

    // Under a rate no batch is longer than it carries in so many seconds: a longer one would keep what is urgent waiting.
    private const double SecondsOfRate = 2;

    // How many times smaller the next batch is taken to become when the last one did: the next may be of records that compress less.
    private const double TrustedCompression = 4;

    private readonly UplinkOptions _options;
    private readonly Action<long>? _delivered;
    private GatewayBatchWriter _writer;
    private readonly int _longest;
    private readonly int _capacity;
    private int _limit;
    private double _compression = 1;

    /// <param name="identity">Whose records they are.</param>
    /// <param name="site">The site's id.</param>
    /// <param name="options">How long the batches may be.</param>
    /// <param name="delivered">Hears of each batch that the upstream has: when its first record was received, UTC in nanoseconds.</param>
    public LaneBatches(SpoolIdentity identity, string site, UplinkOptions options, Action<long>? delivered = null)
    {
        _delivered = delivered;
        _options = options;
        Topic = Topics.GatewayRecords(site, identity.Gateway);
        _longest = options.BytesPerSecond is { } rate && rate * SecondsOfRate < options.BatchBytes ? (int)(rate * SecondsOfRate) : options.BatchBytes;
        _limit = Math.Max(ShortestLimit, _longest);
        _capacity = Math.Max(GatewayBatchWriter.LongestOfOneRecord, _limit);
        _writer = new GatewayBatchWriter(identity.Gateway, identity.Epoch, _capacity, options.CompressionLevel);
    }

    /// <summary>Where the batches are published.</summary>
    public string Topic { get; }

    /// <summary>From now on they are of another epoch.</summary>
    public void Begin(SpoolIdentity identity)
    {
        _writer.Dispose();
        _writer = new GatewayBatchWriter(identity.Gateway, identity.Epoch, _capacity, _options.CompressionLevel);
    }

    /// <summary>Keeps the batches to come within what a broker takes.</summary>
    /// <param name="maximumPacket">Its Maximum Packet Size in bytes; 0 where it stated none.</param>
    public void Limit(long maximumPacket)
    {
        long room = maximumPacket > 0 ? maximumPacket - DeliveryWindow.PacketLength(Topic, 0) : long.MaxValue;
        _limit = (int)Math.Max(ShortestLimit, Math.Min(room, _longest));
    }

    /// <summary>Makes a batch of a lane's records after one sequence through another.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="after">The sequence before the first one wanted.</param>
    /// <param name="through">The last sequence wanted.</param>
    /// <param name="backlog">Whether the records waited through an outage.</param>
    /// <param name="most">The bytes that it should not exceed as it travels; a record that is longer goes alone.</param>
    /// <param name="last">The last sequence that was taken or passed by; <paramref name="after"/> when there was none.</param>
    /// <returns>The batch; nothing when there was no record to put into it.</returns>
    public LaneBatch? Make(ISpoolLane lane, long after, long through, bool backlog, long most, out long last)
    {
        _writer.Limit = LimitFor((long)(most * _compression));
        _writer.Begin(backlog);
        last = lane.Read(after, through, _options.BatchRecords, _writer);
        if (_writer is { Count: 0, IsFull: true })
        {
            // Whether the broker takes it alone is the window's to see: it knows the lengths, and says so.
            _writer.Limit = Math.Max(GatewayBatchWriter.LongestOfOneRecord, _limit);
            last = lane.Read(last, through, 1, _writer);
        }

        if (_writer.Count == 0)
        {
            return null;
        }

        ReadOnlySpan<byte> batch = _writer.Finish().Span;
        _compression = Math.Clamp((double)_writer.RecordsLength / batch.Length, 1, TrustedCompression);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(batch.Length);
        batch.CopyTo(buffer);
        return new LaneBatch(buffer, batch.Length, _writer.Names, _writer.FirstReceivedUtcNanoseconds);
    }

    /// <summary>The upstream has a batch: tells since when its first record waited, and gives the buffer back.</summary>
    public void Deliver(LaneBatch batch)
    {
        _delivered?.Invoke(batch.ReceivedUtcNanoseconds);
        Return(batch);
    }

    /// <summary>Gives a batch's buffer back.</summary>
    public static void Return(LaneBatch batch) => ArrayPool<byte>.Shared.Return(batch.Buffer);

    /// <summary>The longest batch, in bytes, where no more than so many should be sent at once.</summary>
    public int LimitFor(long most) => (int)Math.Clamp(most, ShortestLimit, _limit);

    public void Dispose() => _writer.Dispose();
}
