namespace EdgeAI.Device.Drivers.Nau7802;

/// <summary>How far the bring-up of an NAU7802 has come.</summary>
public enum Nau7802Stage : byte
{
    /// <summary>Nothing has been done, or a fault asks for a fresh start.</summary>
    Down = 0,

    /// <summary>Reset and digital power are written; the chip has not said that it is ready.</summary>
    PoweringUp = 1,

    /// <summary>Configured; the analogue part is settling.</summary>
    Settling = 2,

    /// <summary>The internal offset calibration is under way.</summary>
    Calibrating = 3,

    /// <summary>Conversions run; the first of them are thrown away.</summary>
    Discarding = 4,

    /// <summary>Conversions are delivered.</summary>
    Running = 5,
}
