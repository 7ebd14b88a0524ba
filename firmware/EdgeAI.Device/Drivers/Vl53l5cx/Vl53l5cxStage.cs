namespace EdgeAI.Device.Drivers.Vl53l5cx;

/// <summary>How far a VL53L5CX's bring-up has come.</summary>
public enum Vl53l5cxStage : byte
{
    /// <summary>Nothing is known of the chip.</summary>
    Down = 0,

    /// <summary>The firmware image is being checked.</summary>
    CheckImage = 1,

    /// <summary>The chip is brought to where it takes firmware.</summary>
    Reboot = 2,

    /// <summary>The firmware is being sent.</summary>
    Download = 3,

    /// <summary>The firmware starts.</summary>
    Boot = 4,

    /// <summary>Calibration, configuration and outputs are set, one command after the other.</summary>
    Configure = 5,

    /// <summary>Ranging is being started.</summary>
    StartRanging = 6,

    /// <summary>Results are delivered.</summary>
    Running = 7,
}
