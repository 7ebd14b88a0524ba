using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Estimation;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Runtime.Estimation;

/// <summary>External torques of a synthetic arm whose push is known, at 1 kHz with the rounding of its readings.</summary>
public sealed class ExternalTorqueStageTests(ITestOutputHelper output)
{
    private const double Period = 0.001;

    private static readonly ExternalTorqueOptions Options = new() { GainPerSecond = 50, Gravity = new Vector(0, -PlanarArm.Gravity, 0) };

    private readonly JointState _answer = new();

    [Fact]
    public void Process_FreeMotion_FindsNothing()
    {
        PlanarArm arm = new();
        ExternalTorqueStage stage = StageOf(PlanarArm.Links);
        double worst = 0;
        for (int tick = 0; tick < 10_000; tick++)
        {
            arm.Step(Period);
            if (stage.Process(SampleOf(arm.State, tick), _answer, out _) == StageOutcome.Decided)
            {
                worst = Math.Max(worst, Math.Max(Math.Abs(_answer.Effort[0]), Math.Abs(_answer.Effort[1])) * 1e-6);
            }
        }

        output.WriteLine(FormattableString.Invariant($"worst residual in free motion {worst:0.0000} N m"));
        Assert.InRange(worst, 0, 0.1);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(0, -15)]
    [InlineData(-5, 5)]
    public void Process_PushAtTheTip_IsFoundWithinItsDelay(double x, double y)
    {
        PlanarArm arm = new();
        ExternalTorqueStage stage = StageOf(PlanarArm.Links);
        const int pushed = 2000;
        int found = 0;
        double worst = 0;
        for (int tick = 0; tick < 4000; tick++)
        {
            arm.Push = tick < pushed ? (0, 0) : (x, y);
            arm.Step(Period);
            stage.Process(SampleOf(arm.State, tick), _answer, out _);
            (double shoulder, double elbow) = arm.TrueTorques;
            if (tick >= pushed && found == 0 && Math.Abs(_answer.Effort[0] * 1e-6) >= 0.63 * Math.Abs(shoulder))
            {
                found = tick - pushed;
            }

            // Five time constants on, what is left is the lag behind the arm's own motion.
            if (tick >= pushed + 100)
            {
                worst = Math.Max(worst, Math.Max(Math.Abs((_answer.Effort[0] * 1e-6) - shoulder), Math.Abs((_answer.Effort[1] * 1e-6) - elbow)));
            }
        }

        output.WriteLine(FormattableString.Invariant($"push ({x}, {y}) N: 63 % after {found} ms, worst error then {worst:0.000} N m"));
        Assert.InRange(found, 15, 25);
        Assert.InRange(worst, 0, 0.3);
    }

    [Fact]
    public void Process_WrongMass_ShowsAsAnExternalTorque()
    {
        // What the observer cannot do: tell a model that is wrong from a world that pushes.
        PlanarArm arm = new();
        ExternalTorqueStage stage = StageOf([PlanarArm.Links[0], PlanarArm.Links[1] with { Mass = 2.5 }]);
        for (int tick = 0; tick < 1000; tick++)
        {
            arm.Step(Period);
            stage.Process(SampleOf(arm.State, tick), _answer, out _);
        }

        Assert.InRange(Math.Abs(_answer.Effort[0] * 1e-6), 0.5, 5);
    }

    [Fact]
    public void Process_Currents_AreTakenByTheTorquePerAmpere()
    {
        PlanarArm arm = new();
        ExternalTorqueStage stage = StageOf(PlanarArm.Links);
        arm.Push = (0, -15);
        for (int tick = 0; tick < 1000; tick++)
        {
            arm.Step(Period);
            arm.State.EffortScale = new Scale(25, -5, Unit.Ampere);
            stage.Process(SampleOf(arm.State, tick), _answer, out _);
        }

        Assert.Equal(arm.TrueTorques.Shoulder, _answer.Effort[0] * 1e-6, 0.3);
        Assert.Equal(Unit.NewtonMetre, _answer.EffortScale.Unit);
    }

    [Fact]
    public void Process_CurrentsOfAnUnknownMotor_AreUnusable()
    {
        PlanarArm arm = new();
        arm.Step(Period);
        arm.State.EffortScale = new Scale(1, -3, Unit.Ampere);

        Assert.Equal(StageOutcome.Unusable, StageOf([PlanarArm.Links[0], PlanarArm.Links[1] with { TorquePerAmpere = 0 }]).Process(SampleOf(arm.State, 0), _answer, out _));
    }

    [Fact]
    public void Process_OtherCountMissingPartsOrOldStamp_IsUnusable()
    {
        PlanarArm arm = new();
        arm.Step(Period);
        ExternalTorqueStage stage = StageOf(PlanarArm.Links);
        Assert.Equal(StageOutcome.NeedsMore, stage.Process(SampleOf(arm.State, 10), _answer, out _));
        Assert.Equal(StageOutcome.Unusable, stage.Process(SampleOf(arm.State, 10), _answer, out _));
        Assert.Equal(StageOutcome.Unusable, stage.Process(SampleOf(arm.State, 9), _answer, out _));
        arm.State.Parts = JointStateParts.Position | JointStateParts.Effort;
        Assert.Equal(StageOutcome.Unusable, stage.Process(SampleOf(arm.State, 11), _answer, out _));
        arm.State.Count = 1;
        Assert.Equal(StageOutcome.Unusable, stage.Process(SampleOf(arm.State, 12), _answer, out _));
    }

    [Theory]
    [InlineData(3_600_000)]
    [InlineData(-3_600_000)]
    public void Process_ClockThatJumpsAnHour_StartsAnew(int jump)
    {
        PlanarArm arm = new();
        arm.Step(Period);
        ExternalTorqueStage stage = StageOf(PlanarArm.Links);
        stage.Process(SampleOf(arm.State, 10), _answer, out _);

        Assert.Equal(StageOutcome.NeedsMore, stage.Process(SampleOf(arm.State, 11 + jump), _answer, out _));
        Assert.Equal(1, stage.Restarts);
    }

    [Fact]
    public void Process_Steadily_AllocatesNothing()
    {
        PlanarArm arm = new();
        arm.Step(Period);
        ExternalTorqueStage stage = StageOf(PlanarArm.Links);
        int tick = 0;

        Assert.Equal(0, Allocation.Of(() => stage.Process(SampleOf(arm.State, tick++), _answer, out _)));
    }

    private static ExternalTorqueStage StageOf(ArmLink[] links)
    {
        Assert.True(ArmModel.TryBuild(links, out ArmModel? model, out string problem), problem);
        return new ExternalTorqueStage(model!, Options);
    }

    private static Sample<JointState> SampleOf(JointState state, int milliseconds) => new(state, new Stamp(milliseconds * 1_000_000L, 1), new StreamId(1, 1), milliseconds, FrameFlags.None);
}
