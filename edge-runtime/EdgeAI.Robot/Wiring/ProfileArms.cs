using EdgeAI.Profiles;
using EdgeAI.Profiles.Arms;
using EdgeAI.Profiles.Stages;
using EdgeAI.Runtime.Estimation;

namespace EdgeAI.Robot.Wiring;

/// <summary>A profile's arms, as estimates compute with them and recordings name their joints.</summary>
internal static class ProfileArms
{
    /// <summary>The names of an arm's joints; none for no arm.</summary>
    public static string[] JointsOf(Profile profile, string? arm) =>
        arm is null ? [] : [.. Of(profile, arm).Joints.Select(static joint => joint.Name)];

    /// <summary>The rigid-body model of an arm.</summary>
    public static ArmModel ModelOf(Profile profile, string arm) => ArmModel.TryBuild([.. Of(profile, arm).Joints.Select(LinkOf)], out ArmModel? model, out string problem)
        ? model!
        : throw new InvalidOperationException($"the loader let an arm through that is none: {problem}");

    /// <summary>How a stage follows the external torques of its arm.</summary>
    public static ExternalTorqueOptions OptionsOf(Profile profile, StageProfile stage) => new()
    {
        GainPerSecond = stage.GainPerSecond,
        Gravity = VectorOf(Of(profile, stage.Arm!).Gravity),
    };

    private static ArmProfile Of(Profile profile, string arm) => profile.Arms.First(candidate => candidate.Name == arm);

    private static ArmLink LinkOf(ArmJointProfile joint) => new()
    {
        Joint = joint.Name,
        ToParent = new RigidTransform(Rotation.OfRollPitchYaw(joint.Rpy[0], joint.Rpy[1], joint.Rpy[2]), VectorOf(joint.Xyz)),
        Axis = VectorOf(joint.Axis),
        Mass = joint.Kilogram,
        Centre = VectorOf(joint.Centre),
        Inertia = new Inertia(joint.Inertia[0], joint.Inertia[1], joint.Inertia[2], joint.Inertia[3], joint.Inertia[4], joint.Inertia[5]),
        RotorInertia = joint.RotorInertia,
        ViscousFriction = joint.ViscousFriction,
        CoulombFriction = joint.CoulombFriction,
        TorquePerAmpere = joint.NewtonMetresPerAmpere,
    };

    private static Vector VectorOf(IReadOnlyList<double> parts) => new(parts[0], parts[1], parts[2]);
}
