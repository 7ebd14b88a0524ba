using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using EdgeAI.Tests.Gateway.Faults;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>
/// The judge judged: a robot's frames as the records 1, 2, 3 and so on, some of which the gateway loses. Frame n, from 0, is of class 1 + n % 4.
/// </summary>
public sealed class SimulatedCityTests
{
    private const int Batches = 12;

    private readonly SimulatedCity _city = new(hidesLosses: false);
    private readonly PacedRobot _robot = new(0);
    private readonly long _frames;

    public SimulatedCityTests()
    {
        _robot.Allow(Batches);
        while (_robot.TryTake(out OutboundMessage message))
        {
            _robot.Acknowledge(message.Id);
        }

        _frames = _robot.AcknowledgedFrames;
    }

    [Fact]
    public void Judge_NothingMissing_IsRight() => Assert.Null(Judge([]));

    [Fact]
    public void Judge_LossesThatCoverWhatIsMissing_IsRight()
        => Assert.Null(Judge([11, 12, 15], Loss(RecordClass.Telemetry, 11, 15, 2, exact: true), Loss(RecordClass.Bulk, 8, 16, 3, exact: false)));

    [Fact]
    public void Judge_LossOfTheClassElsewhere_DoesNotExcuseAMissingFrame()
        => AssertMissing(11, Judge([11], Loss(RecordClass.Telemetry, 1, 7, 2, exact: false), Loss(RecordClass.Bulk, 8, 16, 3, exact: false)));

    [Fact]
    public void Judge_LossOfTheClassBesideIt_DoesNotExcuseAMissingFrame()
        => AssertMissing(11, Judge([11, 16], Loss(RecordClass.Bulk, 8, 16, 3, exact: false), Loss(RecordClass.Telemetry, 16, 16, 1, exact: false)));

    [Fact]
    public void Judge_MoreMissingThanAnExactLossCounts_IsFoundWhateverOtherLossesCount()
        => Assert.Equal(
            "2 acknowledged frames of class Telemetry did not arrive, at most 1 of them are declared lost",
            Judge([7, 11], Loss(RecordClass.Telemetry, 7, 15, 1, exact: true), Loss(RecordClass.Telemetry, 17, 23, 2, exact: false)));

    [Fact]
    public void Judge_NoLossOfTheClass_IsFound()
        => AssertMissing(12, Judge([11, 12], Loss(RecordClass.Telemetry, 11, 12, 2, exact: false)));

    [Fact]
    public void Judge_FrameThatArrivedTwice_IsFound()
    {
        Take(_frames + 1, RecordClass.Safety, RecordKind.Frame, PacedRobot.Frame(0, 0));
        Assert.Contains("arrived 2 times", Judge([]), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_LossesThatOverlapAndStretchOverAMillionSequences_AreRight()
        => Assert.Null(Judge([], LossBehind(1, 600_000, RecordClass.Bulk), LossBehind(500_000, 999_999, RecordClass.Safety)));

    [Fact]
    public void Judge_SequenceThatNoLossDeclares_IsFound()
        => Assert.StartsWith(
            $"sequence {_frames + 600_001} neither arrived nor is declared lost",
            Judge([], LossBehind(1, 600_000, RecordClass.Bulk), LossBehind(600_002, 999_999, RecordClass.Safety)),
            StringComparison.Ordinal);

    private static void AssertMissing(long record, string? wrong)
    {
        long number = record - 1;
        Assert.StartsWith($"robot-0, stream {1 + (number % PacedRobot.Streams)}, sequence {number / PacedRobot.Streams}: acknowledged", wrong, StringComparison.Ordinal);
    }

    // Of numbers that no frame has, from the first one behind the frames'.
    private DeclaredLoss LossBehind(long first, long last, RecordClass recordClass) => Loss(recordClass, _frames + first, _frames + last, last - first + 1, exact: false);

    private static DeclaredLoss Loss(RecordClass recordClass, long first, long last, long count, bool exact)
        => new() { Reason = LossReason.DroppedForRoom, Class = recordClass, IsExact = exact, First = first, Last = last, Count = count };

    /// <summary>Lets all frames but those of some records arrive, and the losses; what the judge says.</summary>
    private string? Judge(long[] missing, params DeclaredLoss[] losses)
    {
        for (long record = 1; record <= _frames; record++)
        {
            if (!missing.Contains(record))
            {
                Take(record, (RecordClass)(1 + ((record - 1) % PacedRobot.Streams)), RecordKind.Frame, PacedRobot.Frame(0, record - 1));
            }
        }

        long own = losses.Select(loss => loss.Last).Append(_frames).Max();
        foreach (DeclaredLoss loss in losses)
        {
            byte[] body = new byte[DeclaredLoss.Length];
            loss.Write(body);
            Take(++own, RecordClass.Safety, RecordKind.DeclaredLoss, body);
        }

        _city.Judge([_robot]);
        return _city.Wrong;
    }

    private void Take(long sequence, RecordClass recordClass, RecordKind kind, byte[] frame)
    {
        _city.ForgetOrder();
        using GatewayBatchWriter writer = new("gateway", 1, 64 << 10);
        GatewayRecord record = new()
        {
            Sequence = sequence,
            Kind = kind,
            Class = recordClass,
            ReceivedUtcNanoseconds = 1,
            UtcNanoseconds = 1,
            UncertaintyNanoseconds = 1,
            RobotBoot = 1,
            Robot = "robot-0"u8,
            Frame = frame,
        };
        Assert.True(writer.TryAdd(record with { Checksum = record.ComputeChecksum() }), "the record fits");
        _city.Take(writer.Finish().ToArray());
    }
}
