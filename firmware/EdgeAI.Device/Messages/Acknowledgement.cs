namespace EdgeAI.Device.Messages;

/// <summary>What became of a command, as the board says it.</summary>
public sealed class Acknowledgement : Message
{
    /// <summary>The boot of the robot that commanded.</summary>
    public ushort RobotBoot;

    /// <summary>The command's number.</summary>
    public uint Number;

    /// <summary>What was asked for.</summary>
    public CommandCode Code;

    /// <summary>The stream that it concerned.</summary>
    public byte Stream;

    /// <summary>What became of it.</summary>
    public CommandOutcome Outcome;

    /// <summary>Whether it was executed before, and not now.</summary>
    public bool Repeated;

    /// <summary>What the outcome says it is.</summary>
    public uint Detail;


    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.Acknowledgement; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        Acknowledgement source = (Acknowledgement)other;
        CopyHeaderFrom(other);
        RobotBoot = source.RobotBoot;
        Number = source.Number;
        Code = source.Code;
        Stream = source.Stream;
        Outcome = source.Outcome;
        Repeated = source.Repeated;
        Detail = source.Detail;
    }
}
