namespace EdgeAI.Device.Drivers.SixAxis;

/// <summary>How the computation of a wrench ended.</summary>
public enum SixAxisOutcome : byte
{
    /// <summary>The wrench stands.</summary>
    Ok = 0,

    /// <summary>The temperature lies beyond the outermost knots: nothing was measured there.</summary>
    OutsideCalibratedTemperature = 1,

    /// <summary>An axis does not fit in 32 bits of its step.</summary>
    BeyondRange = 2,
}
