using CsCheck;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Time;
using EdgeAI.Tests.Device.Wire;
using EdgeAI.Tests.Runtime.Graph;

namespace EdgeAI.Tests.Runtime.Boards;

/// <summary>Whatever a link delivers, sound frames of any type and damaged ones, the conversation neither throws nor grows.</summary>
public sealed class ConversationFuzzTests
{
    private static readonly Gen<(FrameHeader Header, Message Message)> AnyFrame =
        from header in MessageGen.Header
        from type in Gen.OneOf(Enum.GetValues<MessageType>().Where(static type => type != 0).Select(Gen.Const).ToArray())
        from message in MessageGen.Of(type)
        from ours in Gen.Int[0, 9]
        from boot in Gen.Int[0, 99]
        select (Placed(header, ours, boot), message);

    [Fact]
    public void Poll_AnyFramesAndAnyDamage_NeverThrowsAndEveryFrameIsAccountedFor()
    {
        VirtualClock clock = new(1_000_000_000);
        InProcessLink link = new(1_000_000);
        BoardConversation conversation = new(3, 900, FrameFlags.None, link.RobotEnd, clock, ClockLimits.Crystals);
        FrameIntake intake = new(3, link.RobotEnd, [], conversation, new GraphFixture.KeepingSink { Keeps = false }, clock);
        byte[] wire = new byte[FrameLayout.MaxLinkLength];
        byte[] sent = new byte[100_000];
        long sequence = 0;
        Random random = new(20261123);
        AnyFrame.Array[30].Sample(
            frames =>
            {
                foreach ((FrameHeader header, Message message) in frames)
                {
                    // Mostly in order, so that what is behind the sequence is reached, too.
                    header.Sequence = random.Next(20) == 0 ? header.Sequence : sequence++;
                    int length = FrameEncoder.EncodeForLink(header, message, wire, 0, wire.Length);
                    if (random.Next(6) == 0 && length > 0)
                    {
                        wire[random.Next(length)] ^= (byte)(1 + random.Next(255));
                    }

                    link.BoardEnd.Send(wire, 0, length);
                    clock.AdvanceTo(clock.Nanoseconds + random.Next(200_000_000));
                }

                intake.Poll();
                while (conversation.Commander.TryTakeReport(out _))
                {
                }

                conversation.Commander.TrySubmit(new Command { Code = CommandCode.Reset, Stream = BoardAddress.HousekeepingStream }, out _);
                link.BoardEnd.Receive(sent, 0, sent.Length);
            },
            seed: "0000KIpBQzS2",
            iter: 3_000,
            threads: 1);

        Assert.True(conversation.Counters.Received > 10_000, $"only {conversation.Counters.Received} frames reached the conversation");
        Assert.True(conversation.Timeline.Reboots > 100 && conversation.Ignored > 1_000 && conversation.Exchanger.Unmatched > 100 && conversation.Tellings.Strays > 100);
        Assert.True(conversation.Exchanger.Open <= TimeExchanger.MaxOpen);
        Assert.Equal(0, intake.Receiver.RejectionsOf(FrameStatus.TypeMismatch));
    }

    private static FrameHeader Placed(FrameHeader header, int ours, int boot)
    {
        header.Board = ours > 0 ? (ushort)3 : header.Board;
        header.Stream = ours > 2 ? BoardAddress.HousekeepingStream : header.Stream;
        header.Boot = (ushort)(boot == 0 ? header.Boot : 7);
        return header;
    }
}
