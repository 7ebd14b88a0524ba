namespace EdgeAI.Device.Drivers.Bno055;

/// <summary>How a BNO055 is wired and set up.</summary>
public sealed class Bno055Options
{
    /// <summary>What the orientation is fused of.</summary>
    public Bno055Mode Mode = Bno055Mode.Ndof;

    /// <summary>Whether a 32 kHz crystal is fitted, as on common breakout boards; it betters the gyroscope's time base.</summary>
    public bool ExternalCrystal;
}
