namespace EdgeAI.Device.Messages;

/// <summary>What a board is: sent at its start and when asked for, followed by its <see cref="StreamDescription"/>s and <see cref="TaxelLayout"/>s.</summary>
public sealed class Hello : Message
{
    /// <summary>The most characters of each of its texts.</summary>
    public const int MaxText = 32;

    /// <summary>The most streams that a board can have.</summary>
    public const int MaxStreams = 254;

    /// <summary>The number of bytes in a SHA-256 digest.</summary>
    public const int DigestLength = 32;

    /// <summary>SHA-256 of the profile that the firmware was made from; zeros when there is none.</summary>
    public readonly byte[] ProfileHash = new byte[DigestLength];

    /// <summary>The board's name in its profile.</summary>
    public readonly AsciiText BoardName = new AsciiText(MaxText);

    /// <summary>What tells this board from every other of its kind.</summary>
    public readonly AsciiText SerialNumber = new AsciiText(MaxText);

    /// <summary>The firmware's version.</summary>
    public readonly AsciiText FirmwareVersion = new AsciiText(MaxText);

    /// <summary>Counts the tellings of this boot and wraps; every part of one telling carries it.</summary>
    public ushort HelloNumber;

    /// <summary>How many stream descriptions follow, 0 to <see cref="MaxStreams"/>.</summary>
    public int StreamCount;

    /// <summary>The largest raw frame that the board takes, bytes, 28 to 4096.</summary>
    public int ReceiveLimit = 4096;

    /// <summary>How many executed commands the board remembers, 1 to 255.</summary>
    public int CommandsRemembered = 1;


    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.Hello; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        Hello source = (Hello)other;
        CopyHeaderFrom(other);
        HelloNumber = source.HelloNumber;
        StreamCount = source.StreamCount;
        ReceiveLimit = source.ReceiveLimit;
        CommandsRemembered = source.CommandsRemembered;
        System.Array.Copy(source.ProfileHash, 0, ProfileHash, 0, DigestLength);
        BoardName.CopyFrom(source.BoardName);
        SerialNumber.CopyFrom(source.SerialNumber);
        FirmwareVersion.CopyFrom(source.FirmwareVersion);
    }
}
