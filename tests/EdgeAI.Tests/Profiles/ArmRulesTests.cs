namespace EdgeAI.Tests.Profiles;

/// <summary>Arms: bodies that can be, joints that are told apart, and who computes with which.</summary>
public sealed class ArmRulesTests
{
    private const string TwoJoints = """{ "name": "right", "joints": [ { "name": "r_shoulder", "kilogram": 2 }, { "name": "r_elbow", "kilogram": 1 } ] }""";
    private const string OneJoint = """{ "name": "left", "joints": [ { "name": "l_shoulder", "kilogram": 2 } ] }""";

    private static string Sensor(string arm) => $"{{ \"stream\": 9, \"name\": \"arm/joints\", \"driver\": \"simulated-arm\", \"arm\": \"{arm}\", \"rateHz\": 500, \"frame\": \"r_base\" }}";

    private static string Stage(string arm) => $"{{ \"stream\": 9, \"name\": \"arm/torques\", \"kind\": \"external-torque\", \"arm\": \"{arm}\", \"input\": \"arm/joints\", \"allowedAgeMilliseconds\": 50 }}";

    [Fact]
    public void TryParse_ArmWithItsJoints_HasNoProblem() => Assert.Empty(ChangedProfile.ProblemsOf([Sensor("right")], [Stage("right")], TwoJoints));

    [Fact]
    public void TryParse_AnomalyOfCurrentsOverAnArmThatGivesTorques_IsTold()
    {
        const string stages = """
            { "stream": 10, "name": "arm/working", "kind": "joint-anomaly", "model": "grasp", "input": "arm/joints", "allowedAgeMilliseconds": 50 },
            { "stream": 11, "name": "arm/touched", "kind": "collision", "model": "grasp", "input": "arm/torques", "allowedAgeMilliseconds": 50 }
            """;
        string problem = Assert.Single(ChangedProfile.ProblemsOf([Sensor("right")], [Stage("right"), stages], TwoJoints));
        Assert.EndsWith(
            "$.stages[1].input: a 'joint-anomaly' stage takes joints with currents in ampere, and 'arm/joints' gives joints with torques in newton metre; name a stream of joints with currents in ampere",
            problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_AxisOfFourDecimals_HasNoProblem() => Assert.Empty(ChangedProfile.ProblemsOf(
        [Sensor("right")], [Stage("right")], TwoJoints.Replace("\"kilogram\": 2", "\"kilogram\": 2, \"axis\": [0.7071, 0, 0.7071]", StringComparison.Ordinal)));

    [Theory]
    [InlineData("right", "righ", "$.stages[0].arm: there is no arm 'righ'; did you mean 'right'?")]
    [InlineData("left", "left", "$.boards[1].sensors[2].arm: 'simulated-arm' has 2 joints, and 'left' has 1; name an arm of 2")]
    [InlineData("right", "left", "$.stages[0].arm: the stage computes with 'left', and 'arm/joints' gives the joints of 'right'; name the same arm in both")]
    public void TryParse_OtherArm_IsTold(string sensor, string stage, string expected)
    {
        string problem = Assert.Single(ChangedProfile.ProblemsOf([Sensor(sensor)], [Stage(stage)], $"{TwoJoints}, {OneJoint}"));
        Assert.EndsWith(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"axis\": [0, 0, 2]", "$.arms[0].joints[0].axis: the axis has the length 2; write one of length 1, as in [0, 1, 0]")]
    [InlineData("\"inertia\": [1, 1, 3, 0, 0, 0]", "$.arms[0].joints[0].inertia: no body has these moments of inertia: one axis has more than the two others together, or a product is too large; write them about the centre of mass, in kg m^2")]
    [InlineData("\"rotorInertia\": -1", "$.arms[0].joints[0].rotorInertia: -1 is out of range; write a number from 0 to 1000")]
    public void TryParse_BodyThatCannotBe_IsTold(string property, string expected)
    {
        string arms = TwoJoints.Replace("\"kilogram\": 2", $"\"kilogram\": 2, {property}", StringComparison.Ordinal);
        string problem = Assert.Single(ChangedProfile.ProblemsOf([Sensor("right")], [Stage("right")], arms));
        Assert.EndsWith(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_TwoJointsOfOneName_IsTold()
    {
        string problem = Assert.Single(ChangedProfile.ProblemsOf([Sensor("right")], [Stage("right")], TwoJoints.Replace("r_elbow", "r_shoulder", StringComparison.Ordinal)));
        Assert.Contains("'r_shoulder' is taken by $.arms[0].joints[0].name (line ", problem, StringComparison.Ordinal);
    }
}
