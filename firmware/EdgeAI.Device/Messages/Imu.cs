namespace EdgeAI.Device.Messages;

/// <summary>
/// Orientation, angular velocity and linear acceleration at one instant, right-handed, x forward, y left, z up (REP-103, REP-145).
/// Acceleration includes gravity: at rest and level z reads about 9.81 m/s^2.
/// </summary>
public sealed class Imu : Message
{
    /// <summary>Raw orientation as a unit quaternion x, y, z, w, from the sensor's frame to a fixed one; valid with <see cref="ImuParts.Orientation"/>.</summary>
    public readonly int[] Orientation = new int[4];

    /// <summary>Raw angular velocity about x, y, z; valid with <see cref="ImuParts.AngularVelocity"/>.</summary>
    public readonly int[] AngularVelocity = new int[3];

    /// <summary>Raw linear acceleration along x, y, z; valid with <see cref="ImuParts.LinearAcceleration"/>.</summary>
    public readonly int[] LinearAcceleration = new int[3];

    /// <summary>Which parts are valid; at least one. The others are not on the wire.</summary>
    public ImuParts Parts = ImuParts.AngularVelocity | ImuParts.LinearAcceleration;

    /// <summary>What one raw step of orientation is worth.</summary>
    public Scale OrientationScale = new Scale(1, -4, Unit.One);

    /// <summary>What one raw step of angular velocity is worth.</summary>
    public Scale AngularVelocityScale = new Scale(1, -3, Unit.RadianPerSecond);

    /// <summary>What one raw step of linear acceleration is worth.</summary>
    public Scale LinearAccelerationScale = new Scale(1, -3, Unit.MetrePerSecondSquared);

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.Imu; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        Imu source = (Imu)other;
        CopyHeaderFrom(other);
        Parts = source.Parts;
        OrientationScale = source.OrientationScale;
        AngularVelocityScale = source.AngularVelocityScale;
        LinearAccelerationScale = source.LinearAccelerationScale;
        System.Array.Copy(source.Orientation, 0, Orientation, 0, 4);
        System.Array.Copy(source.AngularVelocity, 0, AngularVelocity, 0, 3);
        System.Array.Copy(source.LinearAcceleration, 0, LinearAcceleration, 0, 3);
    }
}
