using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Estimation;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Runtime.Estimation;

/// <summary>Frames form one tree (REP-105), and what is told in one of them can be told in any other.</summary>
public sealed class FrameTreeTests
{
    private static readonly FrameMount[] Arm =
    [
        new("torso", "base_link", new RigidTransform(Rotation.None, new Vector(0, 0, 1))),
        new("left_wrist", "torso", new RigidTransform(Rotation.OfRollPitchYaw(0, 0, Math.PI / 2), new Vector(0.5, 0, 0))),
        new("left_palm", "left_wrist", new RigidTransform(Rotation.OfRollPitchYaw(Math.PI / 2, 0, 0), new Vector(0.1, 0, 0))),
        new("head_imu", "torso", new RigidTransform(Rotation.OfRollPitchYaw(0, Math.PI, 0), new Vector(0, 0, 0.4))),
    ];

    [Fact]
    public void TryLookUp_OverSeveralMounts_PutsAPointWhereItIs()
    {
        FrameTree tree = Built(Arm);

        // A point in front of the palm's y: the palm's y is the wrist's z, so it is above the wrist, 0.1 m along the wrist's x, the torso's y.
        Assert.True(tree.TryLookUp("left_palm", "base_link", out RigidTransform palm));
        AssertNear(new Vector(0.5, 0.1, 1.2), palm.PointToParent(new Vector(0, 0.2, 0)));
        Assert.True(tree.TryLookUp("left_palm", "head_imu", out RigidTransform toHead));
        Assert.True(tree.TryLookUp("head_imu", "left_palm", out RigidTransform back));
        AssertNear(new Vector(1, 2, 3), back.PointToParent(toHead.PointToParent(new Vector(1, 2, 3))));
        Assert.Equal((5, "base_link"), (tree.Count, tree.Root));
    }

    [Fact]
    public void TryLookUp_SameFrame_IsNoTransform()
    {
        Assert.True(Built(Arm).TryLookUp("left_palm", "left_palm", out RigidTransform same));
        AssertNear(new Vector(1, 2, 3), same.PointToParent(new Vector(1, 2, 3)));
    }

    [Theory]
    [InlineData("left_palm", "nowhere")]
    [InlineData("nowhere", "left_palm")]
    public void TryLookUp_UnknownFrame_IsFalse(string from, string to) => Assert.False(Built(Arm).TryLookUp(from, to, out _));

    [Fact]
    public void TryBuild_Circle_IsRefused() => AssertRefused(
        "the mounts go round in a circle through 'a'; end the chain at the root 'base_link'",
        new("a", "b", RigidTransform.None), new("b", "c", RigidTransform.None), new("c", "a", RigidTransform.None));

    [Fact]
    public void TryBuild_ParentThatIsNowhere_IsRefused() => AssertRefused(
        "frame 'wrist' has no mount and is not the root 'base_link': a tree has one root (REP-105); mount it, or mount its children elsewhere",
        new FrameMount("palm", "wrist", RigidTransform.None));

    [Fact]
    public void TryBuild_SecondRoot_IsRefused() => AssertRefused(
        "frame 'map' has no mount and is not the root 'base_link': a tree has one root (REP-105); mount it, or mount its children elsewhere",
        new("palm", "base_link", RigidTransform.None), new("tag", "map", RigidTransform.None));

    [Fact]
    public void TryBuild_SecondParent_IsRefused() => AssertRefused(
        "frame 'palm' is mounted twice, on 'base_link' and on 'wrist'; a frame has one parent (REP-105): keep one mount",
        new("palm", "base_link", RigidTransform.None), new("palm", "wrist", RigidTransform.None));

    [Fact]
    public void TryBuild_MountedRoot_IsRefused() => AssertRefused(
        "the root 'base_link' is mounted on 'palm'; leave its mount out, or name another root",
        new FrameMount("base_link", "palm", RigidTransform.None));

    [Fact]
    public void OfRollPitchYaw_TurnsAboutFixedAxesInThatOrder()
    {
        // URDF: roll about the parent's x first, then pitch about its y, then yaw about its z.
        AssertNear(new Vector(0, 0, 1), Rotation.OfRollPitchYaw(Math.PI / 2, 0, 0).Turn(new Vector(0, 1, 0)));
        AssertNear(new Vector(1, 0, 0), Rotation.OfRollPitchYaw(Math.PI / 2, Math.PI / 2, 0).Turn(new Vector(0, 1, 0)));
        AssertNear(new Vector(0, 1, 0), Rotation.OfRollPitchYaw(Math.PI / 2, Math.PI / 2, Math.PI / 2).Turn(new Vector(0, 1, 0)));
    }

    [Fact]
    public void Process_WrenchInAnotherFrame_KeepsItsPowerAndAddsTheLever()
    {
        WrenchFrameStage stage = new(Built(Arm), "torso");
        WrenchStamped palm = new() { FrameId = "left_palm" };
        palm.Force[1] = 10_000;
        WrenchStamped torso = new();
        Sample<WrenchStamped> sample = new(palm, new Stamp(5, 1), new StreamId(1, 1), 0, FrameFlags.None);

        Assert.Equal(StageOutcome.Decided, stage.Process(in sample, torso, out long oldest));

        // 10 N up at (0.5, 0.1) of the torso: torques 1 N m about x and -5 N m about y.
        Assert.Equal([0, 0, 10_000], torso.Force);
        Assert.Equal([1000, -5000, 0], torso.Torque);
        Assert.Equal(("torso", 5L), (torso.FrameId, oldest));
        Assert.Equal(0, Allocation.Of(() => stage.Process(in sample, torso, out _)));
    }

    [Fact]
    public void Process_ImuInAnotherFrame_TurnsItsReadingsAndItsOrientation()
    {
        ImuFrameStage stage = new(Built(Arm), "torso");
        Imu head = new() { FrameId = "head_imu", Parts = ImuParts.Orientation | ImuParts.AngularVelocity | ImuParts.LinearAcceleration };

        // Mounted upside down, on an upright robot: gravity shows along the sensor's -z, and its orientation is half a turn about y.
        head.LinearAcceleration[2] = -9807;
        head.AngularVelocity[2] = 100;
        head.Orientation[1] = 10_000;
        Imu torso = new();
        Sample<Imu> sample = new(head, new Stamp(5, 1), new StreamId(1, 1), 0, FrameFlags.None);

        Assert.Equal(StageOutcome.Decided, stage.Process(in sample, torso, out _));
        Assert.Equal([0, 0, 9807], torso.LinearAcceleration);
        Assert.Equal([0, 0, -100], torso.AngularVelocity);
        Assert.Equal([0, 0, 0, 1_000_000_000], torso.Orientation);
        Assert.Equal(0, Allocation.Of(() => stage.Process(in sample, torso, out _)));
    }

    [Fact]
    public void Process_FrameOfNoTree_IsUnusable()
    {
        WrenchFrameStage stage = new(Built(Arm), "torso");

        Assert.Equal(StageOutcome.Unusable, stage.Process(new Sample<WrenchStamped>(new WrenchStamped { FrameId = "foot" }, default, default, 0, FrameFlags.None), new WrenchStamped(), out _));
    }

    private static FrameTree Built(FrameMount[] mounts)
    {
        Assert.True(FrameTree.TryBuild(mounts, "base_link", out FrameTree? tree, out string problem), problem);
        return tree!;
    }

    private static void AssertRefused(string expected, params FrameMount[] mounts)
    {
        Assert.False(FrameTree.TryBuild(mounts, "base_link", out _, out string problem));
        Assert.Equal(expected, problem);
    }

    private static void AssertNear(Vector expected, Vector actual) => Assert.True((expected - actual).Length < 1e-9, $"expected {expected}, got {actual}");
}
