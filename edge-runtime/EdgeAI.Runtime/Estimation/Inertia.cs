namespace EdgeAI.Runtime.Estimation;

/// <summary>A body's moments of inertia about its centre of mass along its frame's axes, in kg m^2, as URDF's <c>inertia</c>.</summary>
/// <param name="Xx">About x.</param>
/// <param name="Yy">About y.</param>
/// <param name="Zz">About z.</param>
/// <param name="Xy">Between x and y.</param>
/// <param name="Xz">Between x and z.</param>
/// <param name="Yz">Between y and z.</param>
public readonly record struct Inertia(double Xx, double Yy, double Zz, double Xy, double Xz, double Yz)
{
    /// <summary>Whether it can be that of a body: none negative, and no axis more than the two others together.</summary>
    public bool IsPossible => Xx >= 0 && Yy >= 0 && Zz >= 0 && Xx <= Yy + Zz && Yy <= Xx + Zz && Zz <= Xx + Yy
        && Xy * Xy <= Xx * Yy && Xz * Xz <= Xx * Zz && Yz * Yz <= Yy * Zz;

    /// <summary>The inertia times a rate: a spin, or what changes one.</summary>
    public Vector Times(Vector rate) => new(
        (Xx * rate.X) + (Xy * rate.Y) + (Xz * rate.Z),
        (Xy * rate.X) + (Yy * rate.Y) + (Yz * rate.Z),
        (Xz * rate.X) + (Yz * rate.Y) + (Zz * rate.Z));
}
