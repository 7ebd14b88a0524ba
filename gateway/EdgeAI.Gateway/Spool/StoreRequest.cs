using System.Text;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool;

/// <summary>One publish on its way to disk. The payload belongs to the publisher and stays unchanged until the request completes.</summary>
internal sealed class StoreRequest
{
    private readonly TaskCompletionSource<StoreStatus> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StoreRequest(string robot, ReadOnlyMemory<byte> payload, uint boot, ulong batchNumber, int recordCount, long receivedUtcNanoseconds)
    {
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

    /// <summary>What the writer found; told only once the transaction is on disk.</summary>
    public StoreStatus Status { get; set; }

    public Task<StoreStatus> Completion => _completion.Task;

    public static StoreRequest ForBatch(string robot, ReadOnlyMemory<byte> payload, in RobotBatchReader opened, long receivedUtcNanoseconds)
        => new(robot, payload, opened.Boot, opened.Number, opened.Count, receivedUtcNanoseconds);

    public static StoreRequest ForFrame(string robot, ReadOnlyMemory<byte> frame, long receivedUtcNanoseconds)
        => new(robot, frame, 0, 0, 1, receivedUtcNanoseconds);

    public void Complete(StoreStatus status) => _completion.TrySetResult(status);
}
