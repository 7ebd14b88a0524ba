using System;

namespace EdgeAI.Device.Board;

/// <summary>
/// A board and a robot in one process: two ends, a bounded ring of bytes each way. Either end may be used from its own thread.
/// </summary>
public sealed class InProcessLink
{
    private readonly ByteRing _toRobot;
    private readonly ByteRing _toBoard;

    /// <summary>Makes a link with both ends open.</summary>
    /// <param name="capacity">Bytes that may be on their way in each direction, 1 or more.</param>
    /// <exception cref="ArgumentException">The capacity is not positive.</exception>
    public InProcessLink(int capacity)
    {
        if (capacity <= 0)
        {
            throw new ArgumentException("a link's capacity must be 1 byte or more");
        }

        _toRobot = new ByteRing(capacity);
        _toBoard = new ByteRing(capacity);
        BoardEnd = new InProcessLinkEnd(_toRobot, _toBoard);
        RobotEnd = new InProcessLinkEnd(_toBoard, _toRobot);
    }

    /// <summary>What the board sends on and receives from.</summary>
    public ILink BoardEnd { get; }

    /// <summary>What the robot sends on and receives from.</summary>
    public ILink RobotEnd { get; }

    /// <summary>Unplugs it: sending says Closed at both ends, what is already on its way can still be received.</summary>
    public void Close()
    {
        _toRobot.Close();
        _toBoard.Close();
    }
}
