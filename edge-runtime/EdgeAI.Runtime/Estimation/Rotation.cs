namespace EdgeAI.Runtime.Estimation;

/// <summary>A rotation as a unit quaternion: it takes a vector told in one frame to the same vector told in another.</summary>
/// <param name="X">Part x.</param>
/// <param name="Y">Part y.</param>
/// <param name="Z">Part z.</param>
/// <param name="W">Part w, the scalar.</param>
public readonly record struct Rotation(double X, double Y, double Z, double W)
{
    /// <summary>No rotation.</summary>
    public static Rotation None { get; } = new(0, 0, 0, 1);

    /// <summary>The opposite rotation.</summary>
    public Rotation Inverse => new(-X, -Y, -Z, W);

    /// <summary>The angle of the rotation, from 0 to pi, in radians.</summary>
    public double Angle => 2 * Math.Atan2(Math.Sqrt((X * X) + (Y * Y) + (Z * Z)), Math.Abs(W));

    /// <summary>The rotation by a vector: about its direction, by its length in radians.</summary>
    public static Rotation By(Vector rotation)
    {
        double angle = rotation.Length;

        // sin(x / 2) / x, by its series where the division would lose digits.
        double factor = angle < 1e-4 ? 0.5 - (angle * angle / 48) : Math.Sin(angle / 2) / angle;
        return new Rotation(factor * rotation.X, factor * rotation.Y, factor * rotation.Z, Math.Cos(angle / 2)).Normalized();
    }

    /// <summary>The rotation about the fixed axes x, then y, then z by roll, pitch, yaw in radians: as URDF's <c>rpy</c>.</summary>
    public static Rotation OfRollPitchYaw(double roll, double pitch, double yaw) =>
        By(new Vector(0, 0, yaw)).After(By(new Vector(0, pitch, 0))).After(By(new Vector(roll, 0, 0)));

    /// <summary>The shortest rotation that turns one direction into another; neither may be of no length.</summary>
    public static Rotation Between(Vector from, Vector to)
    {
        double lengths = from.Length * to.Length;
        Vector cross = from.Cross(to);
        double scalar = lengths + from.Dot(to);
        if (scalar > 1e-9 * lengths)
        {
            return new Rotation(cross.X, cross.Y, cross.Z, scalar).Normalized();
        }

        // Opposite directions: half a turn about any axis across.
        Vector across = Math.Abs(from.X) < Math.Abs(from.Z) ? from.Cross(new Vector(1, 0, 0)) : from.Cross(new Vector(0, 0, 1));
        return new Rotation(across.X, across.Y, across.Z, 0).Normalized();
    }

    /// <summary>The rotation that does another one first and then this one.</summary>
    public Rotation After(Rotation first) => new Rotation(
        (W * first.X) + (X * first.W) + (Y * first.Z) - (Z * first.Y),
        (W * first.Y) - (X * first.Z) + (Y * first.W) + (Z * first.X),
        (W * first.Z) + (X * first.Y) - (Y * first.X) + (Z * first.W),
        (W * first.W) - (X * first.X) - (Y * first.Y) - (Z * first.Z)).Normalized();

    /// <summary>The vector, turned.</summary>
    public Vector Turn(Vector vector)
    {
        Vector axis = new(X, Y, Z);
        Vector twice = 2 * axis.Cross(vector);
        return vector + (W * twice) + axis.Cross(twice);
    }

    private Rotation Normalized()
    {
        double length = Math.Sqrt((X * X) + (Y * Y) + (Z * Z) + (W * W));
        return new Rotation(X / length, Y / length, Z / length, W / length);
    }
}
