namespace EdgeAI.Device.Messages;

/// <summary>What one stream of a board carries, as the board knows it; the profile says what the robot expects.</summary>
public sealed class StreamDescription : Message
{
    /// <summary>The most characters of the sensor's name.</summary>
    public const int MaxSensorName = 32;

    /// <summary>The most characters of the frame's name.</summary>
    public const int MaxFrameName = 48;

    /// <summary>The most samples, zones, taxels or classes of one reading.</summary>
    public const int MaxElements = 1024;

    /// <summary>The uncertainty that means "not known".</summary>
    public const uint UnknownUncertainty = 0xFFFFFFFF;

    /// <summary>SHA-256 of the calibration certificate; zeros when there is none.</summary>
    public readonly byte[] CertificateHash = new byte[Hello.DigestLength];

    /// <summary>The chip.</summary>
    public readonly AsciiText SensorName = new AsciiText(MaxSensorName);

    /// <summary>The frame that readings are expressed in (REP-105, REP-120).</summary>
    public readonly AsciiText FrameName = new AsciiText(MaxFrameName);

    /// <summary>The number of the hello that this is a part of.</summary>
    public ushort HelloNumber;

    /// <summary>The how-manieth of the hello's streams this is, from 0.</summary>
    public int StreamIndex;

    /// <summary>The stream's number, 0 to 254.</summary>
    public byte Stream;

    /// <summary>What the stream's readings are.</summary>
    public MessageType ReadingType;

    /// <summary>Microseconds from one reading to the next, 1 or more.</summary>
    public uint PeriodMicroseconds = 1;

    /// <summary>What one step of a reading is worth; the first scale of a reading with several.</summary>
    public Scale Scale = new Scale(1, 0, Unit.Count);

    /// <summary>The smallest reading that the sensor gives, in steps of <see cref="Scale"/>.</summary>
    public int Minimum;

    /// <summary>The largest reading that the sensor gives, not below <see cref="Minimum"/>.</summary>
    public int Maximum;

    /// <summary>Half the width of the interval that holds the true value in 95 of 100 cases, in steps of <see cref="Scale"/>.</summary>
    public uint Uncertainty = UnknownUncertainty;

    /// <summary>The most samples, zones, taxels or classes of one reading, 1 to <see cref="MaxElements"/>.</summary>
    public int Elements = 1;

    /// <summary>Components of each taxel, 1 or 3; 1 where there are no taxels.</summary>
    public int Components = 1;

    /// <summary>The day of calibration as decimal digits yyyymmdd; 0 for never.</summary>
    public uint CalibrationDate;


    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.StreamDescription; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        StreamDescription source = (StreamDescription)other;
        CopyHeaderFrom(other);
        HelloNumber = source.HelloNumber;
        StreamIndex = source.StreamIndex;
        Stream = source.Stream;
        ReadingType = source.ReadingType;
        PeriodMicroseconds = source.PeriodMicroseconds;
        Scale = source.Scale;
        Minimum = source.Minimum;
        Maximum = source.Maximum;
        Uncertainty = source.Uncertainty;
        Elements = source.Elements;
        Components = source.Components;
        CalibrationDate = source.CalibrationDate;
        System.Array.Copy(source.CertificateHash, 0, CertificateHash, 0, Hello.DigestLength);
        SensorName.CopyFrom(source.SensorName);
        FrameName.CopyFrom(source.FrameName);
    }

    /// <summary>Whether decimal digits YYYYMMDD are a day from 2000 on; that a month has fewer than 31 is not looked at.</summary>
    public static bool IsDate(uint digits)
    {
        uint day = digits % 100;
        uint month = digits / 100 % 100;
        uint year = digits / 10000;
        return day >= 1 && day <= 31 && month >= 1 && month <= 12 && year >= 2000 && year <= 9999;
    }
}
