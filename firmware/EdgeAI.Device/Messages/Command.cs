namespace EdgeAI.Device.Messages;

/// <summary>A robot asks a board to do something once (WIRE.md, "Commands"). Which fields count, the code says.</summary>
public sealed class Command : Message
{
    /// <summary>The most bytes of one piece of a configuration.</summary>
    public const int MaxConfigurationPiece = 1024;

    /// <summary>The piece's bytes, <see cref="ConfigurationCount"/> of them; for <see cref="CommandCode.UpdateConfiguration"/>.</summary>
    public readonly byte[] Configuration = new byte[MaxConfigurationPiece];

    /// <summary>SHA-256 of the whole configuration; for <see cref="CommandCode.UpdateConfiguration"/>.</summary>
    public readonly byte[] ConfigurationDigest = new byte[Hello.DigestLength];

    /// <summary>Who is to do it.</summary>
    public ushort TargetBoard;

    /// <summary>The board's boot that is meant.</summary>
    public ushort TargetBoot;

    /// <summary>The robot's number of this command; grows within a boot of the robot.</summary>
    public uint Number;

    /// <summary>What to do.</summary>
    public CommandCode Code;

    /// <summary>The stream that it concerns; <see cref="BoardAddress.HousekeepingStream"/> for what concerns the board.</summary>
    public byte Stream;

    /// <summary>How long to be seen, milliseconds, 1 or more; for <see cref="CommandCode.Identify"/>.</summary>
    public ushort IdentifyMilliseconds = 1;

    /// <summary>The new period, 1 or more; for <see cref="CommandCode.SetRate"/>.</summary>
    public uint PeriodMicroseconds = 1;

    /// <summary>What acts on the sensor now, in steps of <see cref="ReferenceScale"/>; for <see cref="CommandCode.Calibrate"/>.</summary>
    public int Reference;

    /// <summary>What one step of <see cref="Reference"/> is worth; for <see cref="CommandCode.Calibrate"/>.</summary>
    public Scale ReferenceScale = new Scale(1, 0, Unit.Count);

    /// <summary>Bytes of the whole configuration, up to 65535; for <see cref="CommandCode.UpdateConfiguration"/>.</summary>
    public int ConfigurationTotal;

    /// <summary>Where the piece begins in the whole; for <see cref="CommandCode.UpdateConfiguration"/>.</summary>
    public int ConfigurationOffset;

    /// <summary>Bytes of the piece, 1 to <see cref="MaxConfigurationPiece"/>; for <see cref="CommandCode.UpdateConfiguration"/>.</summary>
    public int ConfigurationCount;


    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.Command; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        Command source = (Command)other;
        CopyHeaderFrom(other);
        TargetBoard = source.TargetBoard;
        TargetBoot = source.TargetBoot;
        Number = source.Number;
        Code = source.Code;
        Stream = source.Stream;
        IdentifyMilliseconds = source.IdentifyMilliseconds;
        PeriodMicroseconds = source.PeriodMicroseconds;
        Reference = source.Reference;
        ReferenceScale = source.ReferenceScale;
        ConfigurationTotal = source.ConfigurationTotal;
        ConfigurationOffset = source.ConfigurationOffset;
        ConfigurationCount = source.ConfigurationCount;
        System.Array.Copy(source.ConfigurationDigest, 0, ConfigurationDigest, 0, Hello.DigestLength);
        System.Array.Copy(source.Configuration, 0, Configuration, 0, source.ConfigurationCount);
    }
}
