namespace EdgeAI.Device.Messages;

/// <summary>The SI unit (or its absence) that a raw integer has once multiplied by its scale. Numbers are never reused.</summary>
public enum Unit : byte
{
    /// <summary>Raw counts of the converter: proportional to nothing that is promised.</summary>
    Count = 0,

    /// <summary>Degrees Celsius (REP-103).</summary>
    DegreeCelsius = 1,

    /// <summary>Newton.</summary>
    Newton = 2,

    /// <summary>Newton metre.</summary>
    NewtonMetre = 3,

    /// <summary>Pascal.</summary>
    Pascal = 4,

    /// <summary>Metre.</summary>
    Metre = 5,

    /// <summary>A fraction of one.</summary>
    One = 6,

    /// <summary>Volt.</summary>
    Volt = 7,

    /// <summary>Ampere.</summary>
    Ampere = 8,

    /// <summary>Watt.</summary>
    Watt = 9,

    /// <summary>Radian.</summary>
    Radian = 10,

    /// <summary>Radian per second.</summary>
    RadianPerSecond = 11,

    /// <summary>Metre per second squared.</summary>
    MetrePerSecondSquared = 12,

    /// <summary>Tesla.</summary>
    Tesla = 13,
}
