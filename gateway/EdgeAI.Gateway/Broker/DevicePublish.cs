using System.Buffers;
using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Broker;

/// <summary>One publish of a connection from its arrival to its answer. Its connection uses it again, with its buffer, for later ones.</summary>
internal sealed class DevicePublish(IStoreListener connection) : StoreRequest(connection)
{
    // A larger buffer goes back to the pool with the answer: a connection must not keep a batch's megabyte for ever.
    private const int KeptBytes = 4096;

    private byte[] _buffer = [];
    private volatile bool _isDone;

    public ushort PacketId { get; private set; }

    public byte Qos { get; private set; }

    /// <summary>The payload's length, in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Why it is refused; nothing while it is not, and for one that the spool refused, whose status tells.</summary>
    public PublishRefusal? Refusal { get; private set; }

    /// <summary>The refusal in words.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Whether the answer is known: all that is written before it is set may be read after.</summary>
    public bool IsDone => _isDone;

    /// <summary>The payload's own copy.</summary>
    public ReadOnlyMemory<byte> Copy => _buffer.AsMemory(0, Length);

    /// <summary>When it arrived, as a timestamp of the broker's clock.</summary>
    public long Arrived { get; private set; }

    /// <summary>Begins with the next publish.</summary>
    public void Begin(ushort packetId, byte qos, long arrived)
    {
        Arrived = arrived;
        PacketId = packetId;
        Qos = qos;
        Length = 0;
        Refusal = null;
        Reason = "";
        Status = StoreStatus.Pending;
        _isDone = false;
    }

    /// <summary>Copies the payload, for it must outlive the connection's buffers.</summary>
    public void Take(ReadOnlySpan<byte> payload)
    {
        if (_buffer.Length < payload.Length)
        {
            GiveBack();
            _buffer = ArrayPool<byte>.Shared.Rent(payload.Length);
        }

        payload.CopyTo(_buffer);
        Length = payload.Length;
    }

    public void FillFrame(TopicRoute route, long receivedUtcNanoseconds)
        => Fill(route.Robot, route.RobotAscii, Copy, 0, 0, 1, receivedUtcNanoseconds, null);

    public void FillBatch(TopicRoute route, in RobotBatchReader batch, long receivedUtcNanoseconds, RefusedBatches order)
        => Fill(route.Robot, route.RobotAscii, Copy, batch.Boot, batch.Number, batch.Count, receivedUtcNanoseconds, order);

    /// <summary>Refuses it; the answer says so.</summary>
    public void Refuse(PublishRefusal refusal, string reason)
    {
        Refusal = refusal;
        Reason = reason;
        _isDone = true;
    }

    /// <summary>The part of the gateway that takes its topic has taken it.</summary>
    public void Accept()
    {
        Status = StoreStatus.Stored;
        _isDone = true;
    }

    /// <summary>The spool has said how it ended, in the status.</summary>
    public void MarkSettled() => _isDone = true;

    /// <summary>The answer is given: lets go of a large buffer.</summary>
    public void Release()
    {
        if (_buffer.Length > KeptBytes)
        {
            GiveBack();
        }
    }

    private void GiveBack()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
