namespace EdgeAI.Device.Drivers.Lsm6dso;

/// <summary>How an LSM6DSO is set up. The defaults suit a limb of a walking robot.</summary>
public sealed class Lsm6dsoOptions
{
    /// <summary>Samples a second of both sensors.</summary>
    public Lsm6dsoRate Rate = Lsm6dsoRate.PerSecond208;

    /// <summary>Full scale of the accelerometer.</summary>
    public Lsm6dsoAccelerationRange Acceleration = Lsm6dsoAccelerationRange.G8;

    /// <summary>Full scale of the gyroscope.</summary>
    public Lsm6dsoAngularRange AngularVelocity = Lsm6dsoAngularRange.DegreesPerSecond1000;
}
