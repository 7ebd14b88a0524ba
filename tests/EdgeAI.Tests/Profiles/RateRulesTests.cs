namespace EdgeAI.Tests.Profiles;

/// <summary>Streams that come too seldom for what takes them, and joins that could not answer in time.</summary>
public sealed class RateRulesTests
{
    private static string Orientation(string more = "") => $"{{ \"stream\": 9, \"name\": \"turned\", \"kind\": \"orientation\", \"input\": \"wrist/motion\", \"allowedAgeMilliseconds\": 200{more} }}";

    [Fact]
    public void TryParse_SensorSlowerThanTheStagesLongestGap_IsTold() => Assert.Equal(
        ["26:66 $.stages[0].input: a 'orientation' stage starts anew after 500 ms without a reading, and 'wrist/motion' gives one every 800 ms; have its sensor give 2 a second or more"],
        ChangedProfile.ProblemsOf([ChangedProfile.Imu(12.5, ", \"queue\": { \"capacity\": 8, \"policy\": \"every-nth\", \"every\": 10 }")], [Orientation()]));

    [Theory]
    [InlineData("\"join\": \"greedy\", \"joinWindowMilliseconds\": 50", 12.5, "200",
        "$.stages[1].joinWindowMilliseconds: 'turned' gives a reading every 80 ms, and a window of 50 ms can miss them all; write a 'joinWindowMilliseconds' of 80 or more, or raise the sensor's rate")]
    [InlineData("\"join\": \"reproducible\"", 12.5, "60",
        "$.stages[1].inputs[1]: 'turned' gives a reading every 80 ms, and a reproducible join waits for the next one for longer than 'allowedAgeMilliseconds' (60) allows; allow more, raise the sensor's rate, or choose \"join\": \"greedy\"")]
    [InlineData("\"join\": \"reproducible\", \"joinLatenessMilliseconds\": 150", 104, "150",
        "$.stages[1].joinLatenessMilliseconds: every answer would wait for 150 ms and then be older than 'allowedAgeMilliseconds' (150) allows; write less, or allow more")]
    [InlineData("\"join\": \"reproducible\", \"joinWindowMilliseconds\": 0", 104, "200",
        "$.stages[1].joinWindowMilliseconds: 0 is out of range; write a number from 0.1 to 10000")]
    [InlineData("\"join\": \"reproducible\", \"joinLatenessMilliseconds\": 1000", 104, "2000",
        "$.stages[1].joinLatenessMilliseconds: 1000 is out of range; write a number from 0 to 900")]
    public void TryParse_JoinThatCannotAnswer_IsTold(string join, double rate, string allowed, string expected)
    {
        string weight = $"{{ \"stream\": 10, \"name\": \"load\", \"kind\": \"tool-weight\", {join}, \"toolKilogram\": 1, \"toolCentre\": [0, 0, 0], \"inputs\": [\"wrist/six\", \"turned\"], \"allowedAgeMilliseconds\": {allowed} }}";
        string problem = Assert.Single(ChangedProfile.ProblemsOf([ChangedProfile.Imu(rate), SixAxis], [Orientation(), weight]));
        Assert.EndsWith(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_JoinSettingsOfAStageThatJoinsNothing_MeanNothing() => Assert.Equal(
        ["26:113 $.stages[0].joinWindowMilliseconds: 'joinWindowMilliseconds' means nothing to a 'orientation' stage; remove it"],
        ChangedProfile.ProblemsOf([ChangedProfile.Imu(104)], [Orientation(", \"joinWindowMilliseconds\": 20")]));

    private static string SixAxis { get; } = """
        { "stream": 8, "name": "wrist/six", "driver": "six-axis", "bus": "head_i2c", "switch": "0x70",
          "chips": [ { "channel": 0, "address": "0x2A" }, { "channel": 1, "address": "0x2A" }, { "channel": 2, "address": "0x2A" }, { "channel": 3, "address": "0x2A" }, { "channel": 4, "address": "0x2A" }, { "channel": 5, "address": "0x2A" } ],
          "rateHz": 80, "frame": "r_wrench", "gain": 128,
          "sixAxis": { "force": { "scaleMantissa": 1, "scaleExponent": -3, "largest": 250 }, "torque": { "scaleMantissa": 1, "scaleExponent": -5, "largest": 10 },
            "matrix": [ [1e-5, 0, 0, 0, 0, 0], [0, 1e-5, 0, 0, 0, 0], [0, 0, 1e-5, 0, 0, 0], [0, 0, 0, 1e-6, 0, 0], [0, 0, 0, 0, 1e-6, 0], [0, 0, 0, 0, 0, 1e-6] ],
            "knots": [ { "degreesCelsius": 25, "offsets": [0, 0, 0, 0, 0, 0], "gains": [1, 1, 1, 1, 1, 1] } ] } }
        """;
}
