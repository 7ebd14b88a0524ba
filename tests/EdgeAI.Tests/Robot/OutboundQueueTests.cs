using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Robot;

public sealed class OutboundQueueTests : IDisposable
{
    private readonly VirtualClock _clock = new();
    private readonly BoardEnds _ends;
    private readonly RobotParts _parts;
    private readonly byte[] _wire = new byte[FrameLayout.MaxLinkLength];

    public OutboundQueueTests()
    {
        Assert.True(ProfileLoader.TryLoad(Checkout.PathOf("hardware-profiles", "desktop.profile.json"), out Profile? profile, out _));
        _ends = BoardEnds.InMemory(profile);
        _parts = new RobotParts(profile, _ends, _clock, replaying: false);
    }

    public void Dispose()
    {
        _parts.Dispose();
        _ends.Dispose();
    }

    [Fact]
    public void Step_BoardSendsMoreThanTheProfilesLargestFrame_IsCountedAndTheGraphGoesOn()
    {
        Image largest = new(Image.MaxSamples) { Width = 32, Height = 32 };
        Assert.True(FrameEncoder.FrameLength(largest) > MessageShape.LargestFrame(_parts.Profile));
        Send(largest, sequence: 0);
        Send(new ForceStamped(), sequence: 1);
        _parts.Graph.Step();
        _parts.Health.Say(HealthCode.ThreadSilent, LogLevel.Warning, isActive: true, "thread", "touch", "still speaks");
        Assert.Equal((1, 2), (_parts.Outbound.DroppedTooLarge, _parts.Outbound.Ledger.Produced));
    }

    [Fact]
    public void LargestFrame_Profile_HoldsWhateverBoardsDecideAndTheRobotSays()
    {
        LogRecord said = new();
        said.Text.Count = LogRecord.MaxText;
        foreach (Message message in (Message[])[said, MessageShape.New(MessageKind.Detection2DArray), MessageShape.New(MessageKind.Classification)])
        {
            Assert.InRange(FrameEncoder.FrameLength(message), 1, MessageShape.LargestFrame(_parts.Profile));
        }
    }

    private void Send(Message message, long sequence)
    {
        int board = _parts.Profile.Boards[0].Id;
        FrameHeader header = new() { Board = (ushort)board, Stream = (byte)_parts.Profile.Boards[0].Sensors[0].Stream, Boot = 1, Type = message.Type, Sequence = sequence };
        message.Stamp = new Stamp(0, 1000);
        int length = FrameEncoder.EncodeForLink(header, message, _wire, 0, _wire.Length);
        Assert.NotEqual(0, length);
        Assert.Equal(LinkStatus.Ok, _ends.MemoryOf(board)!.Send(_wire, 0, length));
    }
}
