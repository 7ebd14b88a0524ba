namespace EdgeAI.Runtime.Estimation;

/// <summary>Three numbers along x, y and z of one right-handed frame (REP-103).</summary>
/// <param name="X">Along x.</param>
/// <param name="Y">Along y.</param>
/// <param name="Z">Along z.</param>
public readonly record struct Vector(double X, double Y, double Z)
{
    /// <summary>Its length.</summary>
    public double Length => Math.Sqrt(Dot(this));

    /// <summary>The sum.</summary>
    public static Vector operator +(Vector left, Vector right) => new(left.X + right.X, left.Y + right.Y, left.Z + right.Z);

    /// <summary>The difference.</summary>
    public static Vector operator -(Vector left, Vector right) => new(left.X - right.X, left.Y - right.Y, left.Z - right.Z);

    /// <summary>The vector, longer by a factor.</summary>
    public static Vector operator *(double factor, Vector vector) => new(factor * vector.X, factor * vector.Y, factor * vector.Z);

    /// <summary>The sum.</summary>
    public static Vector Add(Vector left, Vector right) => left + right;

    /// <summary>The difference.</summary>
    public static Vector Subtract(Vector left, Vector right) => left - right;

    /// <summary>The vector, longer by a factor.</summary>
    public static Vector Multiply(double factor, Vector vector) => factor * vector;

    /// <summary>The inner product.</summary>
    public double Dot(Vector other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    /// <summary>The outer product, this one first.</summary>
    public Vector Cross(Vector other) => new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));
}
