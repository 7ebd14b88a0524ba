namespace EdgeAI.Device.Drivers.Nau7802;

/// <summary>How an NAU7802 is set up. The defaults fit a load cell on a common breakout board at 3.3 V.</summary>
public sealed class Nau7802Options
{
    /// <summary>Amplification ahead of the converter.</summary>
    public Nau7802Gain Gain = Nau7802Gain.X128;

    /// <summary>Conversions a second.</summary>
    public Nau7802Rate Rate = Nau7802Rate.PerSecond80;

    /// <summary>Whether the bridge is fed by the internal regulator; false where the board drives AVDD itself.</summary>
    public bool InternalLdo = true;

    /// <summary>The regulator's voltage: at least 0.3 V below DVDD (DS section 11, REG0x01), hence 3.0 V on a 3.3 V board.</summary>
    public Nau7802Ldo Ldo = Nau7802Ldo.Millivolts3000;

    /// <summary>Whether a 330 pF capacitor is fitted at channel 2 (DS section 9.4), as on the common breakout boards.</summary>
    public bool PgaCapacitor = true;
}
