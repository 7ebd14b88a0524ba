using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Board;

/// <summary>Frames a board's messages and hands them to its link. One buffer for everything that the board says.</summary>
internal sealed class FrameSender
{
    private readonly ILink _link;
    private readonly FrameHeader _header = new FrameHeader();
    private readonly byte[] _buffer = new byte[FrameLayout.MaxLinkLength];

    public FrameSender(ushort board, ushort boot, FrameFlags flags, ILink link)
    {
        _link = link;
        _header.Board = board;
        _header.Boot = boot;
        _header.Flags = flags;
    }

    public ushort Board
    {
        get { return _header.Board; }
    }

    public ushort Boot
    {
        get { return _header.Boot; }
    }

    /// <summary>Sends a lone delimiter, which ends whatever piece of a frame the link still held; if there is no room, there is nothing to cut off.</summary>
    public void CutOff()
    {
        _buffer[0] = FrameLayout.Delimiter;
        _link.Send(_buffer, 0, 1);
    }

    public SendOutcome Send(byte stream, long sequence, Message message)
    {
        _header.Stream = stream;
        _header.Sequence = sequence;
        int length = FrameEncoder.EncodeForLink(_header, message, _buffer, 0, _buffer.Length);
        if (length == 0)
        {
            return SendOutcome.Invalid;
        }

        switch (_link.Send(_buffer, 0, length))
        {
            case LinkStatus.Ok:
                return SendOutcome.Sent;
            case LinkStatus.Full:
                return SendOutcome.LinkFull;
            default:
                return SendOutcome.LinkClosed;
        }
    }

    public int Receive(byte[] buffer)
    {
        return _link.Receive(buffer, 0, buffer.Length);
    }
}
