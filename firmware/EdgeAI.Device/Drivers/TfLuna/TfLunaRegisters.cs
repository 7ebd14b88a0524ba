namespace EdgeAI.Device.Drivers.TfLuna;

/// <summary>
/// Registers of the Benewake TF-Luna in I2C mode (pin 5 to ground). "PM" is Benewake, "TF-Luna product manual" SJ-PM-TF-Luna A05, whose
/// sections 6.3 (I2C), 6.4 (data), 6.8 and 6.9 (limits) were read for this; the numbers of its Appendix III (register table) were checked
/// against five independent public drivers, not against its text, except those marked "not checked".
/// </summary>
public static class TfLunaRegisters
{
    /// <summary>The default address (PM section 6.3).</summary>
    public const byte DefaultAddress = 0x10;

    /// <summary>DIST low byte, in centimetres; then AMP, TEMP, TICK and ERROR, two bytes each, low byte first (PM appendix III, 0x00 to 0x09).</summary>
    public const byte Distance = 0x00;

    /// <summary>TICK low byte: the chip's clock at the measurement, in milliseconds (PM appendix III, 0x06).</summary>
    public const byte Tick = 0x06;

    /// <summary>Bytes from DIST to ERROR.</summary>
    public const int DataBytes = 10;

    /// <summary>MODE: 0 continuous, 1 triggered (PM appendix III, 0x23).</summary>
    public const byte Mode = 0x23;

    /// <summary>FPS low byte: measurements a second, 100 by default; relative to <see cref="Mode"/> (PM appendix III, 0x26).</summary>
    public const int FramesPerSecondAt = 0x26 - Mode;

    /// <summary>DUMMY_DIST low byte: the distance said when the amplitude is too low, 0 by default (PM section 6.8; appendix III, 0x2C, number not checked).</summary>
    public const byte DummyDistance = 0x2C;

    /// <summary>Bytes from MODE to DUMMY_DIST.</summary>
    public const int SettingBytes = DummyDistance + 2 - Mode;

    /// <summary>The four letters "LUNA" (PM appendix III, 0x3C to 0x3F, not checked).</summary>
    public const byte Signature = 0x3C;

    /// <summary>Nearest reliable distance in centimetres (PM section 6.9, note: below 20 cm may be unreliable).</summary>
    public const int Nearest = 20;

    /// <summary>Farthest reliable distance in centimetres (PM section 6.9, note: above 800 cm may be unreliable).</summary>
    public const int Farthest = 800;

    /// <summary>Farthest distance that the chip says by default, in centimetres (PM section 6.9: 0 to 900).</summary>
    public const int Limit = 900;

    /// <summary>Amplitude below which the distance is unreliable (PM section 6.4).</summary>
    public const int WeakAmplitude = 100;

    /// <summary>Amplitude from which on ambient light overexposes the receiver (PM section 6.4: above 32768; 0xFFFF is overexposed too).</summary>
    public const int OverexposedAmplitude = 32768;

    /// <summary>The full angle of view in milliradian: 2 degrees (PM section 3, "FOV").</summary>
    public const int FieldOfViewMilliradian = 35;

    /// <summary>What the chip takes to have digested a write: 100 ms (PM section 6.3).</summary>
    public const long WriteNanoseconds = 100000000L;
}
