namespace EdgeAI.Device.Configuration;

/// <summary>One sensor of a board: which driver reads which chips, how often, and what is known of its calibration.</summary>
public sealed class SensorConfiguration
{
    /// <summary>The channel of a chip that is not behind a switch.</summary>
    public const byte NoChannel = 255;

    /// <summary>The stream's number.</summary>
    public byte Stream { get; internal set; }

    /// <summary>What reads the sensor.</summary>
    public DriverCode Driver { get; internal set; }

    /// <summary>Index of the bus.</summary>
    public int Bus { get; internal set; }

    /// <summary>Address of the TCA9548A that the chips are behind; 0 for none.</summary>
    public byte Switch { get; internal set; }

    /// <summary>The switch's channel of each chip, or <see cref="NoChannel"/>.</summary>
    public byte[] Channels { get; internal set; } = new byte[0];

    /// <summary>The 7-bit address of each chip.</summary>
    public byte[] Addresses { get; internal set; } = new byte[0];

    /// <summary>Microseconds from one reading to the next.</summary>
    public uint PeriodMicroseconds { get; internal set; }

    /// <summary>The frame that the readings are expressed in.</summary>
    public string FrameName { get; internal set; } = "";

    /// <summary>Half-width of the interval that holds the true value in 95 of 100 cases, in steps of the reading's scale; uint.MaxValue for not known.</summary>
    public uint Uncertainty { get; internal set; }

    /// <summary>The day of calibration as decimal digits yyyymmdd; 0 for never.</summary>
    public uint Calibrated { get; internal set; }

    /// <summary>SHA-256 of the calibration certificate; zeros for none.</summary>
    public byte[] CertificateHash { get; internal set; } = new byte[32];

    /// <summary>What the board decides from the readings.</summary>
    public DecisionCode Decision { get; internal set; }

    /// <summary>Whether decisions go out alone, without the readings that they were made from.</summary>
    public bool DecisionsAlone { get; internal set; }

    /// <summary>Contact and slip: what a taxel reads without contact, in steps.</summary>
    public int DecisionRest { get; internal set; }

    /// <summary>Contact and slip: farther than this from rest a taxel is in contact, in steps.</summary>
    public int DecisionContact { get; internal set; }

    /// <summary>Contact and slip: contact ends once every taxel is as near to rest as this, in steps.</summary>
    public int DecisionRelease { get; internal set; }

    /// <summary>The driver's parameters (CONFIGURATION.md, "Drivers").</summary>
    public int[] Parameters { get; internal set; } = new int[0];

    /// <summary>Six numbers a taxel, as TaxelLayout carries them; empty for none.</summary>
    public short[] Taxels { get; internal set; } = new short[0];
}
