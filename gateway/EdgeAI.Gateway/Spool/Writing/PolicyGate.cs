using EdgeAI.Gateway.Policy;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Writing;

/// <summary>Leads each offered frame past the policy, within the open transaction; without a policy every frame is stored as it came.</summary>
internal sealed class PolicyGate(IRecordPolicy? policy, RecordAppender appender, SpoolDatabase database) : IRecordSink
{
    private readonly Action<string, byte[]?> _put = database.PutPolicyState;

    /// <summary>Whether time alone can bring records.</summary>
    public bool IsActive => policy is not null;

    /// <summary>Whether the transactions from here on are the last ones of an orderly stop.</summary>
    public bool IsClosing { get; set; }

    public void Load() => policy?.Load(database.ReadPolicyState());

    public void Offer(in OfferedRecord offered)
    {
        if (policy is not null)
        {
            policy.Apply(offered, this);
        }
        else
        {
            appender.Append(RecordOf(offered, RecordKind.Frame, offered.Class, offered.StampUtcNanoseconds, offered.UncertaintyNanoseconds, offered.Frame));
        }
    }

    public void StoreFrame(in OfferedRecord offered, RecordClass recordClass, byte handling, long stampUtcNanoseconds, long uncertaintyNanoseconds, ReadOnlySpan<byte> frame)
        => appender.Append(policy!.Revision == 0
            ? RecordOf(offered, RecordKind.Frame, recordClass, stampUtcNanoseconds, uncertaintyNanoseconds, frame)
            : RecordOf(offered, RecordKind.GovernedFrame, recordClass, stampUtcNanoseconds, uncertaintyNanoseconds, frame) with { Handling = handling, PolicyRevision = policy.Revision });

    public long StoreOwn(RecordKind kind, RecordClass recordClass, ReadOnlySpan<byte> body) => appender.AppendOwn(kind, recordClass, body);

    public bool Waits(RecordClass recordClass, long sequence) => appender.IsWaiting(recordClass, sequence);

    /// <summary>Lets the policy add what time brings and hand over the state that changed: the last before the commit.</summary>
    public void Finish(long utcNanoseconds)
    {
        policy?.Advance(utcNanoseconds, this);
        if (IsClosing)
        {
            policy?.Finish(utcNanoseconds, this);
        }

        policy?.Save(_put);
    }

    public void Accept() => policy?.Accept();

    public void Undo() => policy?.Undo();

    private static GatewayRecord RecordOf(in OfferedRecord offered, RecordKind kind, RecordClass recordClass, long stamp, long uncertainty, ReadOnlySpan<byte> frame) => new()
    {
        Sequence = 0,
        Kind = kind,
        Class = recordClass,
        ReceivedUtcNanoseconds = offered.ReceivedUtcNanoseconds,
        UtcNanoseconds = stamp,
        UncertaintyNanoseconds = uncertainty,
        RobotBoot = offered.RobotBoot,
        Robot = offered.Robot,
        Frame = frame,
    };
}
