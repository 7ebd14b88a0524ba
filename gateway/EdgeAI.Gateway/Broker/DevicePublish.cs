using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Broker;

/// <summary>One publish from its arrival to its answer. It is used again for later ones, of any connection.</summary>
/// <param name="buffers">Where a long payload's copy lies while it is on its way.</param>
internal sealed class DevicePublish(PublishBuffers buffers) : StoreRequest(null)
{
    // A frame's length: a buffer of its own saves each frame the lock of all buffers, twice.
    private const int OwnBytes = 512;

    private byte[] _own = [];
    private byte[]? _rented;
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

    /// <summary>The payload's own copy; to be read until it is let go.</summary>
    public ReadOnlyMemory<byte> Copy => (_rented ?? _own).AsMemory(0, Length);

    /// <summary>When it arrived, as a timestamp of the broker's clock.</summary>
    public long Arrived { get; private set; }

    /// <summary>Begins with the next publish.</summary>
    public void Begin(IStoreListener connection, ushort packetId, byte qos, long arrived)
    {
        Listener = connection;
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
        if (payload.Length > OwnBytes)
        {
            _rented = buffers.Rent(payload.Length);
        }
        else if (payload.Length > _own.Length)
        {
            _own = new byte[payload.Length > OwnBytes / 2 ? OwnBytes : OwnBytes / 2];
        }

        payload.CopyTo(_rented ?? _own);
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

    /// <summary>Lets go of a payload that is longer than a frame: the answer needs none of it, and a client that does not take its answers must not keep them.</summary>
    public void LetGo()
    {
        if (_rented is { } rented)
        {
            // Nor may one that is not in use keep a buffer from being given up.
            _rented = null;
            Payload = default;
            buffers.Return(rented);
        }
    }
}
