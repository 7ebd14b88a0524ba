using EdgeAI.Device.Board;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Robot.Boards;

/// <summary>A link through memory whose robot's end wakes the thread that reads it when the board has sent something.</summary>
internal sealed class MemoryLink : ILink, IArrivalSource
{
    private readonly ILink _robotEnd;

    /// <summary>Makes a link.</summary>
    /// <param name="capacity">Bytes that may be on their way in each direction.</param>
    public MemoryLink(int capacity)
    {
        InProcessLink link = new(capacity);
        _robotEnd = link.RobotEnd;
        BoardEnd = new SendingEnd(this, link.BoardEnd);
    }

    /// <summary>What the board sends on and receives from.</summary>
    public ILink BoardEnd { get; }

    /// <summary>None: the signal tells of arrivals.</summary>
    public int Descriptor => -1;

    /// <summary>Is set when the board has sent something. Given before the board starts.</summary>
    public WakeSignal? Wake { get; set; }

    /// <inheritdoc/>
    public LinkStatus Send(byte[] buffer, int offset, int count) => _robotEnd.Send(buffer, offset, count);

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity) => _robotEnd.Receive(buffer, offset, capacity);

    private sealed class SendingEnd(MemoryLink link, ILink inner) : ILink
    {
        public LinkStatus Send(byte[] buffer, int offset, int count)
        {
            LinkStatus status = inner.Send(buffer, offset, count);
            link.Wake?.Set();
            return status;
        }

        public int Receive(byte[] buffer, int offset, int capacity) => inner.Receive(buffer, offset, capacity);
    }
}
