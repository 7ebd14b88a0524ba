using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

public sealed class WireAllocationTests
{
    public static TheoryData<string> Sound => WireVectorTests.Sound;

    [Theory]
    [MemberData(nameof(Sound))]
    public void EncodeReceiveDecode_AfterTheFirst_AllocateNothing(string name)
    {
        (FrameHeader header, Message message) = MessageText.Parse(WireVector.Named(name).Fields);
        Message into = MessageText.EmptyOf(message.Type);
        FrameReceiver receiver = new();
        byte[] buffer = new byte[FrameLayout.MaxLinkLength];
        message.Stamp = new Stamp(123_456_789, 1_000);
        Turn();

        AllocationMeter meter = AllocationMeter.Start();
        for (int turn = 0; turn < 100; turn++)
        {
            Turn();
        }

        Assert.Equal(0, meter.Bytes);
        Assert.Equal(101, receiver.Accepted);
        Assert.Equal(101, receiver.Rejected);

        void Turn()
        {
            FrameEncoder.Encode(header, message, buffer, 0, buffer.Length);
            int length = FrameEncoder.EncodeForLink(header, message, buffer, 0, buffer.Length);
            int position = 0;
            if (receiver.TryReceive(buffer, ref position, length))
            {
                receiver.Decode(into);
            }

            buffer[3] ^= 0x40;
            position = 0;
            receiver.TryReceive(buffer, ref position, length);
        }
    }
}
