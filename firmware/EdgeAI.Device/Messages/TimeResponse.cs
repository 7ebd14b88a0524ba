namespace EdgeAI.Device.Messages;

/// <summary>A board's answer to a <see cref="TimeRequest"/>: both readings of its clock (WIRE.md, "Mapping clocks").</summary>
public sealed class TimeResponse : Message
{
    /// <summary>The boot of the robot that asked.</summary>
    public ushort RobotBoot;

    /// <summary>The exchange's number, from the request.</summary>
    public uint Exchange;

    /// <summary>t1, from the request: the robot's clock, nanoseconds.</summary>
    public long RobotSent;

    /// <summary>t2: the board's clock, nanoseconds, after it took the request off the link.</summary>
    public long BoardReceived;

    /// <summary>t3: the board's clock, nanoseconds, when it handed the answer to the link; not before t2.</summary>
    public long BoardSent;


    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.TimeResponse; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        TimeResponse source = (TimeResponse)other;
        CopyHeaderFrom(other);
        RobotBoot = source.RobotBoot;
        Exchange = source.Exchange;
        RobotSent = source.RobotSent;
        BoardReceived = source.BoardReceived;
        BoardSent = source.BoardSent;
    }
}
