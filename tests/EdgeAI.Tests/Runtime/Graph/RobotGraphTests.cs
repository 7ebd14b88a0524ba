using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Edges;

namespace EdgeAI.Tests.Runtime.Graph;

public sealed class RobotGraphTests
{
    [Fact]
    public void Step_ReadingArrives_FrameGoesOnUntouchedAndADecisionFollows()
    {
        GraphFixture fixture = new();
        fixture.Clock.AdvanceTo(5_002_000);
        fixture.Send(sequence: 0, nanoseconds: 5_000_000);
        Assert.True(fixture.Graph.Step());

        Assert.Equal(2, fixture.Sink.Frames.Count);
        FrameHeader reading = HeaderOf(fixture.Sink.Frames[0].Frame);
        FrameHeader decision = HeaderOf(fixture.Sink.Frames[1].Frame);
        Assert.Equal((3, 7, MessageType.ForceStamped), (reading.Board, reading.Stream, reading.Type));
        Assert.Equal((0, 1, MessageType.PerceptionEvent), (decision.Board, decision.Stream, decision.Type));
        Assert.Equal(5_000, decision.TimeMicroseconds);
        Assert.Equal(1, fixture.Observer.Seen);
    }

    [Theory]
    [InlineData(FrameFlags.None)]
    [InlineData(FrameFlags.Simulated)]
    [InlineData(FrameFlags.Replayed)]
    public void Step_FlagsOfTheReading_StandOnTheDecision(FrameFlags flags)
    {
        GraphFixture fixture = new();
        fixture.Send(0, 0, flags);
        fixture.Graph.Step();
        Assert.Equal(flags, HeaderOf(fixture.Sink.Frames[1].Frame).Flags);
    }

    [Fact]
    public void Step_SequenceSkips_CountsWhatIsMissing()
    {
        GraphFixture fixture = new();
        fixture.Send(10, 0);
        fixture.Send(11, 1000);
        fixture.Send(15, 2000);
        fixture.Send(15, 2000);
        fixture.Graph.Step();
        Assert.Equal((3, 3, 1), (fixture.Route.Counters.Received, fixture.Route.Counters.Missing, fixture.Route.Counters.OutOfOrder));
    }

    [Fact]
    public void Step_BoardReboots_OrderBeginsAnewWithoutMissing()
    {
        GraphFixture fixture = new();
        fixture.Send(10, 5000);
        fixture.Send(0, 1000, boot: 2);
        fixture.Graph.Step();
        Assert.Equal((2, 0, 0), (fixture.Route.Counters.Received, fixture.Route.Counters.Missing, fixture.Route.Counters.OutOfOrder));
    }

    [Fact]
    public void Step_BoardThatTheProfileDoesNotName_IsCountedAndNotHandedOn()
    {
        GraphFixture fixture = new();
        fixture.Send(0, 0, board: 4);
        fixture.Graph.Step();
        Assert.Equal(1, fixture.Intake.UnknownStreams);
        Assert.Empty(fixture.Sink.Frames);
    }

    [Fact]
    public void Step_MoreReadingsThanTheEdgeHolds_DropsByPolicyAndTheLedgerBalances()
    {
        GraphFixture fixture = new(DropPolicy.DropOldest, capacity: 4);
        for (int sequence = 0; sequence < 10; sequence++)
        {
            fixture.Send(sequence, sequence * 1000);
        }

        fixture.Graph.Step();
        Assert.Equal(new EdgeLedger(10, 4, new EdgeDrops(Oldest: 6), 0), fixture.Inlet.Account.Ledger);
        Assert.Equal(4, fixture.Runner.Published);
    }

    [Fact]
    public void Step_BlockPolicy_DeliversEveryReading()
    {
        GraphFixture fixture = new(DropPolicy.Block, capacity: 4);
        for (int sequence = 0; sequence < 100; sequence++)
        {
            fixture.Send(sequence, sequence * 1000);
        }

        fixture.Graph.Step();
        Assert.Equal(new EdgeLedger(100, 100, default, 0), fixture.Inlet.Account.Ledger);
    }

    [Fact]
    public void Stage_OldestInputTooOld_IsWithheldCountedAndLeavesAHole()
    {
        GraphFixture fixture = new(allowedAge: 10_000_000);
        fixture.Stage.OldestOffset = 9_999_001;
        fixture.Send(0, 50_000_000);
        fixture.Clock.AdvanceTo(50_000_000);
        fixture.Graph.Step();
        Assert.Equal((0, 1), (fixture.Runner.Published, fixture.Runner.TooOld));
        Assert.Equal(1, fixture.Stage.Withheld);

        fixture.Stage.OldestOffset = 9_999_000;
        fixture.Send(1, 50_000_000);
        fixture.Graph.Step();
        Assert.Equal((1, 1), (fixture.Runner.Published, fixture.Runner.TooOld));
        Assert.Equal(1, HeaderOf(fixture.Sink.Frames[^1].Frame).Sequence);
    }

    [Fact]
    public void Stage_UnusableReading_IsCounted()
    {
        GraphFixture fixture = new();
        fixture.Send(0, 0);
        fixture.Graph.Step();
        fixture.Stage.Refuses = true;
        fixture.Send(1, 1000);
        fixture.Graph.Step();
        Assert.Equal((2, 1, 1), (fixture.Runner.Taken, fixture.Runner.Unusable, fixture.Runner.Published));
    }

    [Fact]
    public void Step_GarbageBetweenFrames_LosesNothingElse()
    {
        GraphFixture fixture = new();
        fixture.Send(0, 0);
        byte[] garbage = [1, 2, 3, 4, 5, 0];
        fixture.Link.BoardEnd.Send(garbage, 0, garbage.Length);
        fixture.Send(1, 1000);
        fixture.Graph.Step();
        Assert.Equal(2, fixture.Route.Counters.Received);
        Assert.Equal(1, fixture.Intake.Receiver.Rejected);
    }

    [Fact]
    public void Step_InSteadyState_AllocatesNothing()
    {
        GraphFixture fixture = new();
        fixture.Sink.Keeps = false;
        long sequence = 0;
        Run(fixture, ref sequence, 500);
        AllocationMeter meter = AllocationMeter.Start();
        Run(fixture, ref sequence, 2000);
        Assert.Equal(0, meter.Bytes);
        Assert.Equal(sequence, fixture.Runner.Published);
    }

    private static void Run(GraphFixture fixture, ref long sequence, int times)
    {
        for (int time = 0; time < times; time++)
        {
            fixture.Clock.AdvanceTo(sequence * 1000);
            fixture.Send(sequence, sequence * 1000);
            fixture.Graph.Step();
            sequence++;
        }
    }

    private static FrameHeader HeaderOf(byte[] frame)
    {
        FrameHeader header = new();
        Assert.Equal(FrameStatus.Ok, FrameDecoder.TryDecodeHeader(frame, 0, frame.Length, header));
        return header;
    }
}
