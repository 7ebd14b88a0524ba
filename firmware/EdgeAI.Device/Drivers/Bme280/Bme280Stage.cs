namespace EdgeAI.Device.Drivers.Bme280;

/// <summary>How far a BME280 has come up.</summary>
public enum Bme280Stage : byte
{
    /// <summary>Not started, or given up after a fault.</summary>
    Down = 0,

    /// <summary>Reset; it copies its trimming bytes from memory.</summary>
    Resetting = 1,

    /// <summary>Configured; its first measurement runs.</summary>
    Measuring = 2,

    /// <summary>Measurements are delivered.</summary>
    Running = 3,
}
