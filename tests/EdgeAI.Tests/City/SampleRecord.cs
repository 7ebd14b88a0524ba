using System.Text;
using EdgeAI.Records;

namespace EdgeAI.Tests.City;

/// <summary>A record's parts, for tests to change one of them.</summary>
internal sealed record SampleRecord
{
    public required long Sequence { get; init; }

    public RecordKind Kind { get; init; } = RecordKind.Frame;

    public RecordClass Class { get; init; } = RecordClass.Telemetry;

    public long Received { get; init; } = CityBatches.Noon;

    public long Stamp { get; init; } = CityBatches.Noon - 1001;

    public long Uncertainty { get; init; } = 250;

    public uint RobotBoot { get; init; } = 4;

    public byte Handling { get; init; }

    public uint PolicyRevision { get; init; }

    public string Robot { get; init; } = "robot-1";

    public required byte[] Frame { get; init; }

    /// <summary>The record with its checksum.</summary>
    public GatewayRecord Sealed() => Make(Make(0).ComputeChecksum());

    private GatewayRecord Make(uint checksum) => new()
    {
        Sequence = Sequence,
        Kind = Kind,
        Class = Class,
        ReceivedUtcNanoseconds = Received,
        UtcNanoseconds = Stamp,
        UncertaintyNanoseconds = Uncertainty,
        RobotBoot = RobotBoot,
        Handling = Handling,
        PolicyRevision = PolicyRevision,
        Robot = Encoding.ASCII.GetBytes(Robot),
        Frame = Frame,
        Checksum = checksum,
    };
}
