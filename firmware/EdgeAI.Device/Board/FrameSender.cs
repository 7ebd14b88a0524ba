using System;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Board;

/// <summary>
/// Frames the messages of one sender, a board or the robot, and hands them to a link. One buffer for everything that it says. Not thread safe.
/// </summary>
public sealed class FrameSender
{
    private readonly ILink _link;
    private readonly FrameHeader _header = new FrameHeader();
    private readonly byte[] _buffer = new byte[FrameLayout.MaxLinkLength];

    /// <summary>Makes a sender.</summary>
    /// <param name="board">The sender's number in every header; 0 is the robot itself.</param>
    /// <param name="boot">Differs from the number of the boot before.</param>
    /// <param name="flags">Set in every frame.</param>
    /// <param name="link">Takes the frames.</param>
    /// <exception cref="ArgumentException">There is no link.</exception>
    public FrameSender(ushort board, ushort boot, FrameFlags flags, ILink link)
    {
        if (link == null)
        {
            throw new ArgumentNullException(nameof(link));
        }

        _link = link;
        _header.Board = board;
        _header.Boot = boot;
        _header.Flags = flags;
    }

    /// <summary>The sender's number.</summary>
    public ushort Board
    {
        get { return _header.Board; }
    }

    /// <summary>The sender's boot number.</summary>
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

    /// <summary>Sends one message; its stamp becomes the header's time.</summary>
    /// <param name="stream">The stream that it stands on.</param>
    /// <param name="sequence">Its number there, used up whatever the outcome.</param>
    /// <param name="message">What to say.</param>
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

    /// <summary>Takes what the link received; 0 bytes when there are none.</summary>
    public int Receive(byte[] buffer)
    {
        return _link.Receive(buffer, 0, buffer.Length);
    }
}
