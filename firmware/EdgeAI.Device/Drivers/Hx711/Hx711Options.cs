namespace EdgeAI.Device.Drivers.Hx711;

/// <summary>How an HX711 is wired and used.</summary>
public sealed class Hx711Options
{
    /// <summary>Input and gain.</summary>
    public Hx711Input Input = Hx711Input.ChannelA128;

    /// <summary>Conversions a second: 10 with the RATE pin low, 80 with it high (DS page 3). The chip cannot be asked.</summary>
    public int ConversionsPerSecond = 10;

    /// <summary>The clock that the SPI adapter runs at, 100 000 to 2 500 000 Hz: a pulse of PD_SCK lasts one of its periods.</summary>
    public int ClockHertz = 1000000;
}
