namespace EdgeAI.Device.Drivers.Lsm6dso;

/// <summary>How far an LSM6DSO has come up.</summary>
public enum Lsm6dsoStage : byte
{
    /// <summary>Not started, or given up after a fault.</summary>
    Down = 0,

    /// <summary>Reset, which the chip reports as done by itself.</summary>
    Resetting = 1,

    /// <summary>Configured; the gyroscope turns on and the filters fill.</summary>
    Settling = 2,

    /// <summary>Samples are delivered.</summary>
    Running = 3,
}
