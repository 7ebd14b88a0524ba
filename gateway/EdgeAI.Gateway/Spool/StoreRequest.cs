using System.Text;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool;

/// <summary>
/// One publish on its way to disk. The payload belongs to the publisher and stays unchanged until the request completes; after that the
/// request itself may be used again for another publish.
/// </summary>
internal class StoreRequest
{
    private readonly TaskCompletionSource<StoreStatus>? _completion;
    private bool _settled;

    /// <summary>Makes a request that is filled, enqueued and told its end again and again.</summary>
    protected StoreRequest(IStoreListener? listener)
    {
        Listener = listener;
        Robot = "";
        RobotAscii = [];
    }

    private StoreRequest(string robot, ReadOnlyMemory<byte> payload, uint boot, ulong batchNumber, int recordCount, long receivedUtcNanoseconds, IStoreListener? listener, RefusedBatches? order)
    {
        Listener = listener;
        Order = order;
        _completion = listener is null ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        Robot = robot;
        RobotAscii = Encoding.ASCII.GetBytes(robot);
        Payload = payload;
        Boot = boot;
        BatchNumber = batchNumber;
        RecordCount = recordCount;
        ReceivedUtcNanoseconds = receivedUtcNanoseconds;
    }

    public string Robot { get; private set; }

    public byte[] RobotAscii { get; private set; }

    public ReadOnlyMemory<byte> Payload { get; protected set; }

    /// <summary>The robot's boot; 0 for a raw frame.</summary>
    public uint Boot { get; private set; }

    /// <summary>The robot batch's number; 0 for a raw frame.</summary>
    public ulong BatchNumber { get; private set; }

    /// <summary>What the payload is: a publish's frame or batch, or the body of a record of the gateway's own.</summary>
    public RecordKind Kind { get; private init; } = RecordKind.Frame;

    /// <summary>The class of a raw frame, which does not say it, or of the gateway's own record.</summary>
    public RecordClass Class { get; private init; } = RecordClass.Telemetry;

    /// <summary>Whether the payload is a robot batch (one that opened without a rejection) rather than one raw frame.</summary>
    public bool IsBatch => BatchNumber != 0;

    public int RecordCount { get; private set; }

    public long ReceivedUtcNanoseconds { get; private set; }

    /// <summary>Who is told the end; nothing when <see cref="Completion"/> tells it.</summary>
    public IStoreListener? Listener { get; protected set; }

    /// <summary>The connection's refused batches, which this one must not overtake; nothing for a publisher that waits for each answer.</summary>
    public RefusedBatches? Order { get; private set; }

    /// <summary>What the writer found; told only once the transaction is on disk.</summary>
    public StoreStatus Status { get; set; }

    /// <summary>Ends with the status; only for a request without a listener.</summary>
    public Task<StoreStatus> Completion => _completion?.Task ?? throw new InvalidOperationException("the listener is told, and nobody else");

    public static StoreRequest ForBatch(string robot, ReadOnlyMemory<byte> payload, in RobotBatchReader opened, long receivedUtcNanoseconds, IStoreListener? listener = null, RefusedBatches? order = null)
        => new(robot, payload, opened.Boot, opened.Number, opened.Count, receivedUtcNanoseconds, listener, order);

    public static StoreRequest ForFrame(string robot, ReadOnlyMemory<byte> frame, long receivedUtcNanoseconds, IStoreListener? listener = null)
        => new(robot, frame, 0, 0, 1, receivedUtcNanoseconds, listener, null);

    /// <summary>A record of the gateway's own: the payload is its body.</summary>
    public static StoreRequest ForOwn(string gateway, RecordKind kind, RecordClass recordClass, ReadOnlyMemory<byte> body, long receivedUtcNanoseconds)
        => new(gateway, body, 0, 0, 1, receivedUtcNanoseconds, null, null) { Kind = kind, Class = recordClass };

    /// <summary>Tells the end; the first call counts.</summary>
    public void Complete(StoreStatus status)
    {
        if (_completion is not null)
        {
            _completion.TrySetResult(status);
        }
        else if (!_settled)
        {
            _settled = true;
            Status = status;
            Listener!.Settled(this);
        }
    }

    /// <summary>Fills the request with the next publish: a raw frame where the batch's number is 0.</summary>
    protected void Fill(string robot, byte[] robotAscii, ReadOnlyMemory<byte> payload, uint boot, ulong batchNumber, int recordCount, long receivedUtcNanoseconds, RefusedBatches? order)
    {
        Robot = robot;
        RobotAscii = robotAscii;
        Payload = payload;
        Boot = boot;
        BatchNumber = batchNumber;
        RecordCount = recordCount;
        ReceivedUtcNanoseconds = receivedUtcNanoseconds;
        Order = order;
        _settled = false;
    }
}
