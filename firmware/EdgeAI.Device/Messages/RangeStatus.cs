namespace EdgeAI.Device.Messages;

/// <summary>What a range sensor thinks of a distance. Only <see cref="Valid"/> is one to act on. Wire numbers, never reused.</summary>
public enum RangeStatus : byte
{
    /// <summary>The target stands at this distance.</summary>
    Valid = 0,

    /// <summary>The target is nearer than the sensor can tell.</summary>
    TooNear = 1,

    /// <summary>The target is farther than the sensor can tell.</summary>
    TooFar = 2,

    /// <summary>Too little light or sound came back.</summary>
    WeakSignal = 3,

    /// <summary>Several distances fit: a wrapped phase, a merged or a second target.</summary>
    Ambiguous = 4,

    /// <summary>The receiver is at its limit: sunlight, or a mirror in front of it.</summary>
    Saturated = 5,

    /// <summary>Nothing came back at all.</summary>
    NoTarget = 6,

    /// <summary>The distance scatters more than the sensor allows itself.</summary>
    Noisy = 7,

    /// <summary>The sensor's own checks contradict one another.</summary>
    Inconsistent = 8,

    /// <summary>The sensor did not measure this zone this time.</summary>
    NotUpdated = 9,
}
