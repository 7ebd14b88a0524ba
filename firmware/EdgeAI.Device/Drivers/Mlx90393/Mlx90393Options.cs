namespace EdgeAI.Device.Drivers.Mlx90393;

/// <summary>How each MLX90393 of a skin is set up. The defaults suit a magnet some millimetres above the chip, at about 300 measurements a second.</summary>
public sealed class Mlx90393Options
{
    /// <summary>GAIN_SEL, 0 to 7: 0 takes the strongest fields, 7 has the finest steps (DS table 17).</summary>
    public int Gain = 7;

    /// <summary>RES of all axes, 0 to 3: each step halves the sensitivity and doubles the range (DS table 17).</summary>
    public int Resolution;

    /// <summary>DIG_FILT, 0 to 7: each step halves the noise's power and nearly doubles the time.</summary>
    public int Filter = 2;

    /// <summary>OSR, 0 to 3: each step doubles the time.</summary>
    public int Oversampling;
}
