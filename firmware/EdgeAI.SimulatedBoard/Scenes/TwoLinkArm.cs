namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// The simulated arm's body: upper arm and forearm in a vertical plane, shoulder and elbow turning about the base's y so that a positive angle
/// raises. Its dynamics stand here in closed form (Spong, Hutchinson, Vidyasagar, "Robot Modeling and Control", section 7.4), and so say something
/// to a recursive model of the same body that does not come from it.
/// </summary>
internal static class TwoLinkArm
{
    /// <summary>From shoulder to elbow, in metres.</summary>
    public const double UpperLength = 0.3;

    /// <summary>From elbow to the tip, in metres.</summary>
    public const double ForeLength = 0.25;

    /// <summary>From the shoulder to the upper arm's centre of mass, in metres.</summary>
    public const double UpperCentre = 0.13;

    /// <summary>From the elbow to the forearm's centre of mass, in metres.</summary>
    public const double ForeCentre = 0.11;

    /// <summary>The upper arm's mass, in kg.</summary>
    public const double UpperMass = 2;

    /// <summary>The forearm's mass, the hand's included, in kg.</summary>
    public const double ForeMass = 1.4;

    /// <summary>The upper arm's moment of inertia about its centre of mass across the plane, in kg m^2.</summary>
    public const double UpperInertia = 0.02;

    /// <summary>The forearm's.</summary>
    public const double ForeInertia = 0.01;

    /// <summary>Each rotor's moment of inertia as its joint feels it, in kg m^2.</summary>
    public const double Rotor = 0.02;

    /// <summary>Each joint's friction that grows with its rate, in N m s/rad.</summary>
    public const double Viscous = 0.4;

    /// <summary>Each joint's friction against any motion, in N m.</summary>
    public const double Coulomb = 0.6;

    // Friction against any motion changes its sign over this rate, in rad/s.
    private const double RestRate = 0.01;
    private const double StandardGravity = 9.80665;

    /// <summary>What the shoulder's and the elbow's motor give for a motion, in N m, while nothing pushes.</summary>
    public static (double Shoulder, double Elbow) MotorTorques(in JointMotion shoulder, in JointMotion elbow)
    {
        (double elbowSine, double elbowCosine) = SinCos(elbow.Angle);
        (_, double upperCosine) = SinCos(shoulder.Angle);
        (_, double foreCosine) = SinCos(shoulder.Angle + elbow.Angle);
        double coupling = ForeMass * UpperLength * ForeCentre;
        double fore = ForeInertia + (ForeMass * ForeCentre * ForeCentre);
        double whole = UpperInertia + (UpperMass * UpperCentre * UpperCentre) + (ForeMass * UpperLength * UpperLength) + fore + (2 * coupling * elbowCosine);
        double across = fore + (coupling * elbowCosine);
        double turning = coupling * elbowSine;
        double foreWeight = ForeMass * ForeCentre * StandardGravity * foreCosine;
        double upperWeight = ((UpperMass * UpperCentre) + (ForeMass * UpperLength)) * StandardGravity * upperCosine;
        return (
            ((whole + Rotor) * shoulder.Acceleration) + (across * elbow.Acceleration) - (turning * elbow.Rate * ((2 * shoulder.Rate) + elbow.Rate)) + upperWeight + foreWeight + Friction(shoulder.Rate),
            (across * shoulder.Acceleration) + ((fore + Rotor) * elbow.Acceleration) + (turning * shoulder.Rate * shoulder.Rate) + foreWeight + Friction(elbow.Rate));
    }

    /// <summary>The torques that a force on the tip puts on the joints, in N m.</summary>
    /// <param name="shoulder">The shoulder's angle, in radians.</param>
    /// <param name="elbow">The elbow's.</param>
    /// <param name="forward">The force along the base's x, in N.</param>
    /// <param name="up">The force along the base's z, in N.</param>
    public static (double Shoulder, double Elbow) OfForce(double shoulder, double elbow, double forward, double up)
    {
        (double upperSine, double upperCosine) = SinCos(shoulder);
        (double foreSine, double foreCosine) = SinCos(shoulder + elbow);
        double atElbow = ForeLength * ((foreCosine * up) - (foreSine * forward));
        return (atElbow + (UpperLength * ((upperCosine * up) - (upperSine * forward))), atElbow);
    }

    private static double Friction(double rate) => (Viscous * rate) + (Coulomb * HyperbolicTangent(rate / RestRate));

    // The doubled angle of its half: exact as far as the half's is, which is at most 1 rad.
    private static (double Sine, double Cosine) SinCos(double radians)
    {
        (double sine, double cosine) = ArmMotion.SinCos(radians / 2);
        return (2 * sine * cosine, 1 - (2 * sine * sine));
    }

    // Its series at a 512th, doubled nine times: by basic operations alone, so the same bits on every machine.
    private static double HyperbolicTangent(double x)
    {
        double part = Math.Clamp(x, -20, 20) / 512;
        double square = part * part;
        double tangent = part * (1 - (square / 3 * (1 - (2 * square / 5 * (1 - (17 * square / 42))))));
        for (int doubling = 0; doubling < 9; doubling++)
        {
            tangent = 2 * tangent / (1 + (tangent * tangent));
        }

        return tangent;
    }
}
