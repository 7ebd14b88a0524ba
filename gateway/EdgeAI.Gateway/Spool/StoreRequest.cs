using System.Text;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool;

/// <summary>One publish on its way to disk. The payload belongs to the publisher and stays unchanged until the request completes.</summary>
internal sealed class StoreRequest
{
    private readonly TaskCompletionSource<StoreStatus>? _completion;
    private bool _settled;

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

    public string Robot { get; }

    public byte[] RobotAscii { get; }

    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The robot's boot; 0 for a raw frame.</summary>
    public uint Boot { get; }

    /// <summary>The robot batch's number; 0 for a raw frame.</summary>
    public ulong BatchNumber { get; }

    /// <summary>Whether the payload is a robot batch (one that opened without a rejection) rather than one raw frame.</summary>
    public bool IsBatch => BatchNumber != 0;

    public int RecordCount { get; }

    public long ReceivedUtcNanoseconds { get; }

    /// <summary>Who is told the end; nothing when <see cref="Completion"/> tells it.</summary>
    public IStoreListener? Listener { get; }

    /// <summary>The connection's refused batches, which this one must not overtake; nothing for a publisher that waits for each answer.</summary>
    public RefusedBatches? Order { get; }

    /// <summary>What the writer found; told only once the transaction is on disk.</summary>
    public StoreStatus Status { get; set; }

    /// <summary>Ends with the status; only for a request without a listener.</summary>
    public Task<StoreStatus> Completion => _completion?.Task ?? throw new InvalidOperationException("the listener is told, and nobody else");

    public static StoreRequest ForBatch(string robot, ReadOnlyMemory<byte> payload, in RobotBatchReader opened, long receivedUtcNanoseconds, IStoreListener? listener = null, RefusedBatches? order = null)
        => new(robot, payload, opened.Boot, opened.Number, opened.Count, receivedUtcNanoseconds, listener, order);

    public static StoreRequest ForFrame(string robot, ReadOnlyMemory<byte> frame, long receivedUtcNanoseconds, IStoreListener? listener = null)
        => new(robot, frame, 0, 0, 1, receivedUtcNanoseconds, listener, null);

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
}
