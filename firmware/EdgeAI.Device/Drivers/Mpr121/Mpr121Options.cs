namespace EdgeAI.Device.Drivers.Mpr121;

/// <summary>How an MPR121 is set up. The defaults are those of AN3944, but for the sampling interval; see each field.</summary>
public sealed class Mpr121Options
{
    /// <summary>Electrodes in use, 1 to 12, from electrode 0 on (DS section 5, ELE_EN).</summary>
    public int ElectrodeCount = Mpr121Registers.Electrodes;

    /// <summary>Counts below the baseline at which the chip says touched (AN3944: 0x0F).</summary>
    public byte TouchThreshold = 0x0F;

    /// <summary>Counts below the baseline at which it says released, less than the touch threshold (AN3944: 0x0A).</summary>
    public byte ReleaseThreshold = 0x0A;

    /// <summary>
    /// ESI: the sampling interval is 2 to this power milliseconds, 0 to 7. AN3944 takes 4 (16 ms) for its low current;
    /// a finger that closes on an object needs the 1 ms that 0 gives. The second filter takes four samples.
    /// </summary>
    public byte SamplingIntervalExponent;

    /// <summary>
    /// Whether the chip finds charge current and time of each electrode by itself, at start and whenever one drifts out of
    /// range (AN3889). Its failure flags are only raised where this is on.
    /// </summary>
    public bool AutoConfigure = true;

    /// <summary>Lowest supply in millivolts, 1710 to 3600; sets the limits of the auto-configuration (DS section 5, page 19, equations 1 to 3).</summary>
    public int SupplyMillivolts = 3300;
}
