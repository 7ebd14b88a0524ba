namespace EdgeAI.Profiles.Boards;

/// <summary>What a reading's numbers measure, as far as a stage can be wrong about it: the same message may carry counts or newton. <see cref="QuantityText"/> says it in words.</summary>
public enum Quantity
{
    /// <summary>Raw counts: no unit.</summary>
    Counts,

    /// <summary>Newton, and newton metre where there are torques.</summary>
    Newton,

    /// <summary>Degrees Celsius.</summary>
    DegreesCelsius,

    /// <summary>Pascal.</summary>
    Pascal,

    /// <summary>Metres.</summary>
    Metres,

    /// <summary>Tesla.</summary>
    Tesla,

    /// <summary>Volt, ampere and watt.</summary>
    Power,

    /// <summary>A share of one.</summary>
    Share,

    /// <summary>Angular rate and acceleration.</summary>
    Rates,

    /// <summary>Orientation, beside angular rate and acceleration.</summary>
    Orientation,

    /// <summary>Positions and rates of joints, and their torques in newton metre.</summary>
    JointTorques,

    /// <summary>Positions and rates of joints, and their motors' currents in ampere.</summary>
    JointCurrents,
}
