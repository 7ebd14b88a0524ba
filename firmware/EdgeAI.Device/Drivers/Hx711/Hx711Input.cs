namespace EdgeAI.Device.Drivers.Hx711;

/// <summary>Input and gain of the next conversion; the values are the clock pulses that select them (DS page 4, table 3).</summary>
public enum Hx711Input : byte
{
    /// <summary>Channel A, gain 128: +-20 mV at 5 V. What the chip selects by itself after a reset (DS page 5).</summary>
    ChannelA128 = 25,

    /// <summary>Channel B, gain 32: +-80 mV at 5 V.</summary>
    ChannelB32 = 26,

    /// <summary>Channel A, gain 64: +-40 mV at 5 V.</summary>
    ChannelA64 = 27,
}
