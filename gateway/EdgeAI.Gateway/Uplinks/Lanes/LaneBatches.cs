using System.Buffers;
using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>Makes the batches of all lanes of a gateway in one writer, and keeps each in a rented buffer until it is answered. For one thread.</summary>
internal sealed class LaneBatches : IDisposable
{
    // The shortest batch with the longest ids, with room for a small record: below it a writer is of no use.
    private const int ShortestCapacity = 512;

    private readonly SpoolIdentity _identity;
    private readonly UplinkOptions _options;
    private readonly Action<long>? _delivered;
    private GatewayBatchWriter _writer;
    private int _capacity;

    /// <param name="identity">Whose records they are.</param>
    /// <param name="site">The site's id.</param>
    /// <param name="options">How long the batches may be.</param>
    /// <param name="delivered">Hears of each batch that the upstream has: when its first record was received, UTC in nanoseconds.</param>
    public LaneBatches(SpoolIdentity identity, string site, UplinkOptions options, Action<long>? delivered = null)
    {
        _delivered = delivered;
        _identity = identity;
        _options = options;
        Topic = Topics.GatewayRecords(site, identity.Gateway);
        _capacity = options.BatchBytes;
        _writer = Write(_capacity);
    }

    /// <summary>Where the batches are published.</summary>
    public string Topic { get; }

    /// <summary>Keeps the batches to come within what a broker takes.</summary>
    /// <param name="maximumPacket">Its Maximum Packet Size in bytes; 0 where it stated none.</param>
    public void Limit(long maximumPacket)
    {
        long room = maximumPacket > 0 ? maximumPacket - DeliveryWindow.PacketLength(Topic, 0) : long.MaxValue;
        int capacity = (int)Math.Max(ShortestCapacity, Math.Min(room, _options.BatchBytes));
        if (capacity != _capacity)
        {
            _writer.Dispose();
            _writer = Write(capacity);
            _capacity = capacity;
        }
    }

    /// <summary>Makes a batch of a lane's records after one sequence through another.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="after">The sequence before the first one wanted.</param>
    /// <param name="through">The last sequence wanted.</param>
    /// <param name="backlog">Whether the records waited through an outage.</param>
    /// <param name="last">The last sequence that was taken or passed by; <paramref name="after"/> when there was none.</param>
    /// <returns>The batch; nothing when there was no record to put into it.</returns>
    public LaneBatch? Make(ISpoolLane lane, long after, long through, bool backlog, out long last)
    {
        _writer.Begin(backlog);
        last = lane.Read(after, through, _options.BatchRecords, _writer);
        if (_writer.Count == 0)
        {
            return null;
        }

        ReadOnlySpan<byte> batch = _writer.Finish().Span;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(batch.Length);
        batch.CopyTo(buffer);
        return new LaneBatch(buffer, batch.Length, _writer.Count, _writer.FirstReceivedUtcNanoseconds);
    }

    /// <summary>The upstream has a batch: tells since when its first record waited, and gives the buffer back.</summary>
    public void Deliver(LaneBatch batch)
    {
        _delivered?.Invoke(batch.ReceivedUtcNanoseconds);
        Return(batch);
    }

    /// <summary>Gives a batch's buffer back.</summary>
    public static void Return(LaneBatch batch) => ArrayPool<byte>.Shared.Return(batch.Buffer);

    public void Dispose() => _writer.Dispose();

    private GatewayBatchWriter Write(int capacity) => new(_identity.Gateway, _identity.Epoch, capacity, _options.CompressionLevel);
}
