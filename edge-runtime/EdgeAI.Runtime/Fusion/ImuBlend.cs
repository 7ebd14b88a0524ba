using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Fusion;

/// <summary>Blends readings of one IMU: velocities and accelerations linearly, the orientation along the shorter great circle at a constant rate.</summary>
public sealed class ImuBlend : IBlend<Imu>
{
    /// <inheritdoc/>
    public bool TryBlend(Imu earlier, Imu later, double fraction, ref Imu into)
    {
        if (earlier.Parts != later.Parts
            || !RawBlend.AreAlike(earlier.OrientationScale, later.OrientationScale)
            || !RawBlend.AreAlike(earlier.AngularVelocityScale, later.AngularVelocityScale)
            || !RawBlend.AreAlike(earlier.LinearAccelerationScale, later.LinearAccelerationScale))
        {
            return false;
        }

        into.CopyFrom(earlier);
        RawBlend.Between(earlier.AngularVelocity, later.AngularVelocity, fraction, into.AngularVelocity);
        RawBlend.Between(earlier.LinearAcceleration, later.LinearAcceleration, fraction, into.LinearAcceleration);
        return (earlier.Parts & ImuParts.Orientation) == 0 || TrySlerp(earlier.Orientation, later.Orientation, fraction, into.Orientation);
    }

    /// <summary>Blends raw unit quaternions of one scale.</summary>
    private static bool TrySlerp(int[] earlier, int[] later, double fraction, int[] into)
    {
        double earlierLength = Length(earlier);
        double laterLength = Length(later);
        if (earlierLength == 0 || laterLength == 0)
        {
            return false;
        }

        double cosine = 0;
        for (int part = 0; part < 4; part++)
        {
            cosine += earlier[part] / earlierLength * (later[part] / laterLength);
        }

        // q and -q are one rotation: the shorter way is taken.
        double sign = cosine < 0 ? -1 : 1;
        double angle = Math.Acos(Math.Min(1, Math.Abs(cosine)));

        // Below a hundred-thousandth of a radian the chord is the arc to within any sensor's step.
        (double fromEarlier, double fromLater) = angle < 1e-5
            ? (1 - fraction, fraction)
            : (Math.Sin((1 - fraction) * angle) / Math.Sin(angle), Math.Sin(fraction * angle) / Math.Sin(angle));
        for (int part = 0; part < 4; part++)
        {
            double blended = (fromEarlier * earlier[part] / earlierLength) + (sign * fromLater * later[part] / laterLength);
            into[part] = (int)Math.Round(blended * earlierLength, MidpointRounding.AwayFromZero);
        }

        return true;
    }

    private static double Length(int[] parts) => Math.Sqrt(((double)parts[0] * parts[0]) + ((double)parts[1] * parts[1]) + ((double)parts[2] * parts[2]) + ((double)parts[3] * parts[3]));
}
