using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway;

/// <summary>A copy of what a lane handed out.</summary>
internal sealed class ReadRecord(in GatewayRecord record)
{
    public long Sequence { get; } = record.Sequence;

    public RecordKind Kind { get; } = record.Kind;

    public RecordClass Class { get; } = record.Class;

    public byte Handling { get; } = record.Handling;

    public uint PolicyRevision { get; } = record.PolicyRevision;

    public long Stamp { get; } = record.UtcNanoseconds;

    public string Robot { get; } = record.RobotName;

    public uint RobotBoot { get; } = record.RobotBoot;

    public byte[] Frame { get; } = record.Frame.ToArray();
}
