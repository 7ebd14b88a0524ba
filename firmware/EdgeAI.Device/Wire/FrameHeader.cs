using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>Who says what and when: the fixed part of a frame (WIRE.md, "Header"). Allocated once, refilled per frame.</summary>
public sealed class FrameHeader
{
    /// <summary>The payload's type.</summary>
    public MessageType Type;

    /// <summary>What is true of the whole frame.</summary>
    public FrameFlags Flags;

    /// <summary>The board's number on its robot; 0 is the robot itself.</summary>
    public ushort Board;

    /// <summary>The stream's number on its board.</summary>
    public byte Stream;

    /// <summary>Tells one start of the board from the next: sequence and time begin again with each.</summary>
    public ushort Boot;

    /// <summary>
    /// Counts what the stream produced from 0: readings and fault reports, dropped ones included, so that every loss leaves a hole and
    /// nothing else does. 48 bits on the wire.
    /// </summary>
    public long Sequence;

    /// <summary>Microseconds on the board's own clock when the reading was true. 48 bits on the wire.</summary>
    public long TimeMicroseconds;

    /// <summary>
    /// The half-width of the interval around the time, in microseconds; saturates at <see cref="FrameTime.UnknownMicroseconds"/>, which
    /// means "not known".
    /// </summary>
    public uint UncertaintyMicroseconds;
}
