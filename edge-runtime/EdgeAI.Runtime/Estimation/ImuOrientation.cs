using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Estimation;

/// <summary>The orientation of an IMU reading as a rotation, and back.</summary>
internal static class ImuOrientation
{
    /// <summary>One step of an orientation that is made here: a billionth, the finest decimal one that an integer holds.</summary>
    private static readonly Scale Step = new(1, -9, Unit.One);

    /// <summary>The reading's orientation; false where its parts have no length.</summary>
    public static bool TryGet(Imu reading, out Rotation orientation)
    {
        double x = reading.Orientation[0];
        double y = reading.Orientation[1];
        double z = reading.Orientation[2];
        double w = reading.Orientation[3];
        double length = Math.Sqrt((x * x) + (y * y) + (z * z) + (w * w));
        bool isAny = length > 0;
        orientation = isAny ? new Rotation(x / length, y / length, z / length, w / length) : Rotation.None;
        return isAny;
    }

    /// <summary>Writes an orientation in steps of a billionth, w not negative: one rotation has one pair of signs.</summary>
    public static void Put(Rotation orientation, Imu reading)
    {
        double sign = orientation.W < 0 ? -1e9 : 1e9;
        reading.Orientation[0] = ReadingVector.Steps(sign * orientation.X);
        reading.Orientation[1] = ReadingVector.Steps(sign * orientation.Y);
        reading.Orientation[2] = ReadingVector.Steps(sign * orientation.Z);
        reading.Orientation[3] = ReadingVector.Steps(sign * orientation.W);
        reading.OrientationScale = Step;
        reading.Parts |= ImuParts.Orientation;
    }
}
