namespace EdgeAI.Device.Drivers.Amg8833;

/// <summary>How often the chip renews its pixels; the values are those of register FPSC (spec., register 0x02).</summary>
public enum Amg8833FrameRate : byte
{
    /// <summary>Ten frames a second, the initial setting.</summary>
    TenPerSecond = 0x00,

    /// <summary>One frame a second, each the mean of ten.</summary>
    OnePerSecond = 0x01,
}
