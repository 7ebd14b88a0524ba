using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Boards;

/// <summary>One log record of a board. Allocated once, refilled.</summary>
public sealed class BoardLogEntry
{
    /// <summary>What the board said.</summary>
    public LogRecord Record { get; } = new();

    /// <summary>When it said so, on the robot's timeline.</summary>
    public Stamp Stamp { get; internal set; }

    /// <summary>The board's boot that said it.</summary>
    public ushort Boot { get; internal set; }
}
