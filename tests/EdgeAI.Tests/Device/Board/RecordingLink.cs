using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Tests.Device.Wire;

namespace EdgeAI.Tests.Device.Board;

/// <summary>A link that answers what the test says and decodes what it takes.</summary>
internal sealed class RecordingLink : ILink
{
    private readonly FrameReceiver _receiver = new();

    public LinkStatus OnSend { get; set; }

    public List<(FrameHeader Header, Message Message)> Frames { get; } = [];

    public LinkStatus Send(byte[] buffer, int offset, int count)
    {
        if (OnSend == LinkStatus.Ok)
        {
            int position = offset;
            while (_receiver.TryReceive(buffer, ref position, offset + count))
            {
                FrameHeader header = new();
                Assert.Equal(FrameStatus.Ok, FrameDecoder.TryDecodeHeader(_receiver.Frame, 0, _receiver.FrameLength, header));
                Message message = MessageText.EmptyOf(header.Type);
                Assert.Equal(FrameStatus.Ok, _receiver.Decode(message));
                Frames.Add((header, message));
            }

            Assert.Equal(0, _receiver.Rejected);
        }

        return OnSend;
    }

    public int Receive(byte[] buffer, int offset, int capacity) => 0;
}
