namespace EdgeAI.Device.Messages;

/// <summary>A robot asks for a board's clock (WIRE.md, "Mapping clocks").</summary>
public sealed class TimeRequest : Message
{
    /// <summary>Who is asked, or <see cref="BoardAddress.EveryBoard"/>.</summary>
    public ushort TargetBoard;

    /// <summary>The robot's number of this exchange.</summary>
    public uint Exchange;

    /// <summary>t1: the robot's clock, nanoseconds, when the request was handed to the link.</summary>
    public long RobotSent;


    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.TimeRequest; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        TimeRequest source = (TimeRequest)other;
        CopyHeaderFrom(other);
        TargetBoard = source.TargetBoard;
        Exchange = source.Exchange;
        RobotSent = source.RobotSent;
    }
}
