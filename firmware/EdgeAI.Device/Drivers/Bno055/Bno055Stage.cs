namespace EdgeAI.Device.Drivers.Bno055;

/// <summary>How far a BNO055 has come up.</summary>
public enum Bno055Stage : byte
{
    /// <summary>Not started, or given up after a fault.</summary>
    Down = 0,

    /// <summary>Reset after a system error; does not answer until its firmware is up.</summary>
    Resetting = 1,

    /// <summary>On its way from whatever mode it was in to the configuration mode.</summary>
    Leaving = 2,

    /// <summary>Configured, on its way to the fusion mode.</summary>
    Entering = 3,

    /// <summary>Orientation is delivered.</summary>
    Running = 4,
}
