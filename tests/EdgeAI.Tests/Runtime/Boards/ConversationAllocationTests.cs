using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;
using EdgeAI.Tests.Runtime.Graph;

namespace EdgeAI.Tests.Runtime.Boards;

public sealed class ConversationAllocationTests
{
    [Fact]
    public void Step_ReadingsExchangesCommandsAndLogs_AllocateNothingInTheSteadyState()
    {
        VirtualClock clock = new(1_000_000_000);
        InProcessLink link = new(65_536);
        TruthConsumer truth = new() { Keeps = false };
        StreamRoute<ForceStamped> route = new(new StreamId(3, 4), "test/force", new StreamInlet<ForceStamped>(new StreamId(3, 4), new InletOptions("test/force", 64, DropPolicy.Block), static () => new ForceStamped(), [truth], clock));
        BoardConversation conversation = new(3, 900, FrameFlags.None, link.RobotEnd, clock, ClockLimits.Crystals);
        RobotGraph graph = new([new FrameIntake(3, link.RobotEnd, [route], conversation, new GraphFixture.KeepingSink { Keeps = false }, clock)], [route], []);
        StreamDescription description = new() { Stream = 4, ReadingType = MessageType.ForceStamped };
        BoardControl control = new(new BoardDescription(new Hello(), [description], []), new CountingActions());
        BoardCore board = new(3, 7, FrameFlags.None, clock, link.BoardEnd, [new SampledStream(4, new TruthSensor(clock, clock), 10_000_000)], control);
        board.Start();
        Command command = new() { Code = CommandCode.Identify, Stream = BoardAddress.HousekeepingStream };
        long bytes = 0;

        void Run(int milliseconds)
        {
            for (int step = 0; step < milliseconds; step++)
            {
                clock.AdvanceTo(clock.Nanoseconds + 1_000_000);
                board.Step();
                if (step % 100 == 0)
                {
                    control.Log(LogLevel.Warning, 3, "warm");
                }

                AllocationMeter meter = AllocationMeter.Start();
                graph.Step();
                if (step % 50 == 0)
                {
                    conversation.Commander.TrySubmit(command, out _);
                    conversation.Commander.TryTakeReport(out _);
                    if (conversation.Log.TryBeginRead(out _))
                    {
                        conversation.Log.EndRead();
                    }
                }

                bytes += meter.Bytes;
            }
        }

        Run(20_000);
        bytes = 0;
        long exchanges = conversation.Exchanger.Answered;
        long acknowledged = conversation.Commander.Acknowledged;
        Run(100_000);
        Assert.Equal(0, bytes);
        Assert.True(conversation.Exchanger.Answered - exchanges > 80 && conversation.Commander.Acknowledged - acknowledged > 1_000 && truth.Known > 9_000);
    }
}
