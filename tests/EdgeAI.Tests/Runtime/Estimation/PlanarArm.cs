using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Estimation;

namespace EdgeAI.Tests.Runtime.Estimation;

/// <summary>
/// A synthetic arm of two links that turn in a vertical plane, with its dynamics in closed form (Spong, Hutchinson, Vidyasagar, "Robot Modeling
/// and Control", section 7.4), and so a second opinion on the recursive model. It is driven along a path by a controller, integrated at ten
/// times the rate at which it is read, and may be pushed at its tip.
/// </summary>
internal sealed class PlanarArm
{
    public const double Gravity = 9.80665;
    private const double L1 = 0.4;
    private const double L2 = 0.3;
    private const double C1 = 0.18;
    private const double C2 = 0.14;
    private const double M1 = 3;
    private const double M2 = 2;
    private const double I1 = 0.05;
    private const double I2 = 0.02;
    private const double Rotor = 0.01;
    private const double Viscous = 0.5;
    private const double Coulomb = 0.8;
    private const int Substeps = 10;

    private double _time;
    private double _q1 = 0.3;
    private double _q2 = 0.8;
    private double _v1;
    private double _v2;

    /// <summary>The links as the model is told of them.</summary>
    public static ArmLink[] Links { get; } =
    [
        new()
        {
            Joint = "shoulder", Mass = M1, Centre = new Vector(C1, 0, 0), Inertia = new Inertia(0.001, I1, I1, 0, 0, 0),
            RotorInertia = Rotor, ViscousFriction = Viscous, CoulombFriction = Coulomb, TorquePerAmpere = 4,
        },
        new()
        {
            Joint = "elbow", ToParent = new RigidTransform(Rotation.None, new Vector(L1, 0, 0)), Mass = M2, Centre = new Vector(C2, 0, 0), Inertia = new Inertia(0.001, I2, I2, 0, 0, 0),
            RotorInertia = Rotor, ViscousFriction = Viscous, CoulombFriction = Coulomb, TorquePerAmpere = 4,
        },
    ];

    /// <summary>What pushes the tip, in the base's x and y, in N.</summary>
    public (double X, double Y) Push { get; set; }

    /// <summary>The torques that the push puts on the joints, in N m.</summary>
    public (double Shoulder, double Elbow) TrueTorques
    {
        get
        {
            double x2 = L2 * Math.Cos(_q1 + _q2);
            double y2 = L2 * Math.Sin(_q1 + _q2);
            double elbow = (x2 * Push.Y) - (y2 * Push.X);
            return (elbow + (L1 * Math.Cos(_q1) * Push.Y) - (L1 * Math.Sin(_q1) * Push.X), elbow);
        }
    }

    public JointState State { get; } = new()
    {
        Count = 2,
        Parts = JointStateParts.Position | JointStateParts.Velocity | JointStateParts.Effort,
    };

    /// <summary>The torques of a motion in closed form, without friction.</summary>
    public static (double Shoulder, double Elbow) Torques(double q1, double q2, double v1, double v2, double a1, double a2)
    {
        (double m11, double m12, double m22) = Mass(q2);
        double h = -M2 * L1 * C2 * Math.Sin(q2);
        (double g1, double g2) = GravityOf(q1, q2);
        return ((m11 * a1) + (m12 * a2) + (h * v2 * ((2 * v1) + v2)) + g1, (m12 * a1) + (m22 * a2) - (h * v1 * v1) + g2);
    }

    /// <summary>The kinetic energy in closed form.</summary>
    public static double Energy(double q2, double v1, double v2)
    {
        (double m11, double m12, double m22) = Mass(q2);
        return ((m11 * v1 * v1) + (2 * m12 * v1 * v2) + (m22 * v2 * v2)) / 2;
    }

    /// <summary>Goes on by a period and reads the joints: positions in microradian, rates in tenths of a milliradian per second, efforts in mN m.</summary>
    public void Step(double seconds)
    {
        double torque1 = 0;
        double torque2 = 0;
        for (int substep = 0; substep < Substeps; substep++)
        {
            double step = seconds / Substeps;
            (double wanted1, double wanted2) = (0.3 + (0.6 * Math.Sin(1.1 * _time)), 0.8 + (0.7 * Math.Sin(1.7 * _time)));
            (double rate1, double rate2) = (0.6 * 1.1 * Math.Cos(1.1 * _time), 0.7 * 1.7 * Math.Cos(1.7 * _time));
            (double hold1, double hold2) = GravityOf(_q1, _q2);
            torque1 = hold1 + (300 * (wanted1 - _q1)) + (30 * (rate1 - _v1));
            torque2 = hold2 + (150 * (wanted2 - _q2)) + (15 * (rate2 - _v2));
            (double pushed1, double pushed2) = TrueTorques;
            (double taken1, double taken2) = Torques(_q1, _q2, _v1, _v2, 0, 0);
            double free1 = torque1 + pushed1 - taken1 - Friction(_v1);
            double free2 = torque2 + pushed2 - taken2 - Friction(_v2);
            (double m11, double m12, double m22) = Mass(_q2);
            double determinant = (m11 * m22) - (m12 * m12);
            _v1 += step * ((m22 * free1) - (m12 * free2)) / determinant;
            _v2 += step * ((m11 * free2) - (m12 * free1)) / determinant;
            _q1 += step * _v1;
            _q2 += step * _v2;
            _time += step;
        }

        State.VelocityScale = new Scale(1, -4, Unit.RadianPerSecond);
        (State.Position[0], State.Position[1]) = (Steps(_q1, 1e-6), Steps(_q2, 1e-6));
        (State.Velocity[0], State.Velocity[1]) = (Steps(_v1, 1e-4), Steps(_v2, 1e-4));
        (State.Effort[0], State.Effort[1]) = (Steps(torque1, 1e-3), Steps(torque2, 1e-3));
    }

    private static double Friction(double rate) => (Viscous * rate) + (Coulomb * Math.Tanh(rate / 0.01));

    private static (double M11, double M12, double M22) Mass(double q2)
    {
        double coupling = M2 * L1 * C2 * Math.Cos(q2);
        double m22 = I2 + (M2 * C2 * C2);
        return (I1 + (M1 * C1 * C1) + (M2 * L1 * L1) + m22 + (2 * coupling) + Rotor, m22 + coupling, m22 + Rotor);
    }

    private static (double Shoulder, double Elbow) GravityOf(double q1, double q2)
    {
        double elbow = M2 * C2 * Gravity * Math.Cos(q1 + q2);
        return ((((M1 * C1) + (M2 * L1)) * Gravity * Math.Cos(q1)) + elbow, elbow);
    }

    private static int Steps(double value, double step) => (int)Math.Round(value / step);
}
