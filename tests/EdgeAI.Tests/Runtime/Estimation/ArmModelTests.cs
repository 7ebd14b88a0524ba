using CsCheck;
using EdgeAI.Runtime.Estimation;

namespace EdgeAI.Tests.Runtime.Estimation;

/// <summary>The recursive model against closed forms, and against the law that work becomes energy.</summary>
public sealed class ArmModelTests
{
    private static readonly Vector Down = new(0, -PlanarArm.Gravity, 0);

    [Fact]
    public void Torques_PlanarArm_AreThoseOfItsClosedForm()
    {
        Gen.Double[-3, 3].Array[6].Sample(static s =>
        {
            // One model for each sample: samples are drawn on several threads, and a model serves one at a time.
            ArmModel model = Built(PlanarArm.Links);
            double[] torques = new double[2];
            model.Torques([s[0], s[1]], [s[2], s[3]], [s[4], s[5]], Down, torques);
            (double shoulder, double elbow) = PlanarArm.Torques(s[0], s[1], s[2], s[3], s[4], s[5]);
            return Math.Abs(torques[0] - shoulder) < 1e-9 && Math.Abs(torques[1] - elbow) < 1e-9;
        });
    }

    [Fact]
    public void KineticEnergy_PlanarArm_IsThatOfItsClosedForm()
    {
        ArmModel model = Built(PlanarArm.Links);
        Gen.Double[-3, 3].Array[4].Sample(s => Math.Abs(model.KineticEnergy([s[0], s[1]], [s[2], s[3]]) - PlanarArm.Energy(s[1], s[2], s[3])) < 1e-9);
    }

    [Fact]
    public void Torques_SevenJointsInSpace_DoTheWorkThatBecomesEnergy()
    {
        // Along any motion the torques beyond gravity's do as much work as the kinetic energy grows: here over a millionth of a second.
        const int joints = 7;
        const double step = 1e-6;
        ArmLink[] links = [.. Enumerable.Range(0, joints).Select(static joint => new ArmLink
        {
            Joint = $"{joint}",
            ToParent = new RigidTransform(Rotation.OfRollPitchYaw(0.3 * joint, 1.1 - joint, 0.7), new Vector(0.1, 0.02 * joint, 0.2)),
            Axis = joint % 2 == 0 ? new Vector(0, 0, 1) : new Vector(0.6, 0.8, 0),
            Mass = 1 + joint,
            Centre = new Vector(0.03, -0.01 * joint, 0.08),
            Inertia = new Inertia(0.02, 0.03, 0.025, 0.001, -0.002, 0.003),
            RotorInertia = 0.01 * joint,
        })];
        Gen.Double[-2, 2].Array[joints * 3].Sample(s =>
        {
            ArmModel model = Built(links);
            double[] q = s[..joints];
            double[] v = s[joints..(2 * joints)];
            double[] a = s[(2 * joints)..];
            double[] torques = new double[joints];
            model.Torques(q, v, a, default, torques);
            double power = torques.Zip(v, static (torque, rate) => torque * rate).Sum();
            double grown = (model.KineticEnergy(Moved(q, v, step), Moved(v, a, step)) - model.KineticEnergy(Moved(q, v, -step), Moved(v, a, -step))) / (2 * step);
            return Math.Abs(power - grown) < 1e-4 * (1 + Math.Abs(power));
        });
    }

    [Theory]
    [InlineData(2, 1, 0.01, "the axis of joint 'elbow' has the length 2; give it the length 1")]
    [InlineData(1, -1, 0.01, "the mass behind joint 'elbow' is -1 kg; give one from 0")]
    [InlineData(1, 1, 1, "no body has the inertia behind joint 'elbow': an axis has more than the two others together, or a product too much; give it about the centre of mass, in kg m^2")]
    public void TryBuild_WhatNoArmHas_IsRefused(double axis, double mass, double inertia, string expected)
    {
        ArmLink elbow = new() { Joint = "elbow", Axis = new Vector(0, axis, 0), Mass = mass, Inertia = new Inertia(inertia, 0.02, 0.02, 0, 0, 0) };

        Assert.False(ArmModel.TryBuild([elbow], out _, out string problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void TryBuild_AxisOfFourDecimals_TakesItsDirection()
    {
        ArmModel model = Built([new ArmLink { Joint = "elbow", Axis = new Vector(0.7071, 0, 0.7071) }]);
        Assert.Equal(1, model.Links[0].Axis.Length, 1e-15);
        Assert.Equal(Math.Sqrt(0.5), model.Links[0].Axis.X, 1e-15);
    }

    [Fact]
    public void TryBuild_NoJoints_IsRefused()
    {
        Assert.False(ArmModel.TryBuild([], out _, out string problem));
        Assert.Equal("an arm has 1 to 64 joints, and this one has 0", problem);
    }

    private static double[] Moved(double[] from, double[] rate, double seconds) => [.. from.Zip(rate, (value, change) => value + (change * seconds))];

    private static ArmModel Built(ArmLink[] links)
    {
        Assert.True(ArmModel.TryBuild(links, out ArmModel? model, out string problem), problem);
        return model!;
    }
}
