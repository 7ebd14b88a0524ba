using System.Text;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Policies;

namespace EdgeAI.Tests.Profiles;

/// <summary>A policy's mistakes are told with path, line and mend before a gateway starts with them.</summary>
public sealed class PolicyRulesTests
{
    private const string Deadband = """ "deadband": { "fields": [ { "field": "value", "unit": "degree-celsius", "by": 0.1 } ] } """;

    private static string With(string policy) => SampleProfile.With("\"spool\": { \"folder\": \"spool\" },", $"\"spool\": {{ \"folder\": \"spool\" }}, \"policy\": {policy},");

    private static string WithRules(params string[] rules) => With($"{{ \"revision\": 1, \"rules\": [ {string.Join(",\n", rules)} ] }}");

    private static string OneProblemOf(params string[] rules) => Assert.Single(SampleProfile.ProblemsOf(WithRules(rules)));

    [Fact]
    public void TryParse_EveryPartOfAPolicy_HasNoProblemAndIsBound()
    {
        string text = WithRules(
            """{ "name": "a", "robot": "r1", "board": 2, "stream": 1, "message": "image", "class": "bulk", "level": "core", "personal": true, "leaves": true, "redact": ["samples"], "geofence": { "leaves": "inside", "polygon": [ { "latitude": 1, "longitude": 1 }, { "latitude": 2, "longitude": 1 }, { "latitude": 1, "longitude": 2 } ] } }""",
            $$"""{ "name": "b", "message": "temperature", "leaves": true, {{Deadband}} }""",
            """{ "name": "c", "message": "wrench-stamped", "leaves": true, "window": { "seconds": 0.5, "keeps": "maximum" } }""",
            """{ "name": "d", "board": 1, "class": "safety", "leaves": true, "everyNth": 2, "thinsSafety": true }""",
            """{ "name": "e", "board": 1, "leaves": true, "maximumHz": 2 }""",
            """{ "name": "f", "leaves": false }""");
        Assert.Empty(SampleProfile.ProblemsOf(text));
        Assert.True(ProfileLoader.TryParse(Encoding.UTF8.GetBytes(text), SampleProfile.File, out Profile? profile, out _));
        PolicyProfile policy = profile.Gateway.Policy!;
        Assert.Equal((1, 30, 30.0, 6), (policy.Revision, policy.ReportSeconds, policy.PositionMaximumAgeSeconds, policy.Rules.Count));
        Assert.Equal(("r1", 2, 1, PolicyMessage.Image, DataLevel.Core, true), (policy.Rules[0].Robot, policy.Rules[0].Board!.Value, policy.Rules[0].Stream!.Value, policy.Rules[0].Message!.Value, policy.Rules[0].Level, policy.Rules[0].Personal));
        Assert.Equal((60.0, FieldUnit.DegreeCelsius), (policy.Rules[1].Deadband!.HeartbeatSeconds, policy.Rules[1].Deadband!.Fields[0].Unit));
        Assert.Equal("*", policy.Rules[5].Robot);
    }

    [Fact]
    public void ToCanonicalJson_OtherSpacingAndDefaultsWrittenOut_IsTheSame()
    {
        string[] texts = [WithRules("""{ "name": "f", "leaves": false }"""), WithRules("""{"robot":"*",   "leaves":false,"personal":false, "name":"f"}""")];
        string[] canonical = [.. texts.Select(static text =>
        {
            Assert.True(ProfileLoader.TryParse(Encoding.UTF8.GetBytes(text), SampleProfile.File, out Profile? profile, out _));
            return Encoding.UTF8.GetString(profile.Gateway.Policy!.ToCanonicalJson());
        })];
        Assert.Equal(canonical[0], canonical[1]);
        Assert.Equal("""{"revision":1,"reportSeconds":30,"positionMaximumAgeSeconds":30,"rules":[{"name":"f","robot":"*","level":"not-classified","personal":false,"leaves":false,"redact":[],"thinsSafety":false}]}""", canonical[0]);
    }

    [Theory]
    [InlineData("""{ "name": "a", "message": "imagee", "leaves": true }""", "$.gateway.policy.rules[0].message: 'imagee' is none of the choices; did you mean 'image'?")]
    [InlineData("""{ "name": "a", "leaves": true, "everyNth": 2, "maximumHz": 1 }""", "$.gateway.policy.rules[0].maximumHz: a rule thins out in one way, and this one has 'everyNth' already; keep one of the two")]
    [InlineData("""{ "name": "a", "leaves": true, "window": { "seconds": 1 } }""", "$.gateway.policy.rules[0].window: 'window' needs a message whose fields it can name; add \"message\"")]
    [InlineData("""{ "name": "a", "leaves": true, "redact": ["value"] }""", "$.gateway.policy.rules[0].redact: 'redact' needs a message whose fields it can name; add \"message\"")]
    [InlineData("""{ "name": "a", "leaves": false, "everyNth": 2 }""", "$.gateway.policy.rules[0].everyNth: 'everyNth' means nothing where nothing leaves; remove it, or write \"leaves\": true")]
    [InlineData("""{ "name": "a", "message": "classification", "leaves": true, "window": { "seconds": 1 } }""", "$.gateway.policy.rules[0].window: 'classification' holds no readings to fold; use 'everyNth' or 'maximumHz', or name another message")]
    [InlineData("""{ "name": "a", "message": "imu", "leaves": true, "redact": ["acceleration"] }""", "$.gateway.policy.rules[0].redact[0]: 'imu' has no field 'acceleration'; write 'orientation', 'angularVelocity' or 'linearAcceleration'")]
    [InlineData("""{ "name": "a", "message": "hello", "leaves": true, "redact": ["name"] }""", "$.gateway.policy.rules[0].redact[0]: 'hello' has no field 'name'; remove it")]
    [InlineData("""{ "name": "a", "class": "safety", "leaves": true, "everyNth": 2 }""", "$.gateway.policy.rules[0].everyNth: safety records are what an inquiry needs, and 'everyNth' would leave it out; remove it, or say that it is meant: \"thinsSafety\": true")]
    [InlineData("""{ "name": "a", "leaves": true, "thinsSafety": true }""", "$.gateway.policy.rules[0].thinsSafety: there is nothing that thins out records of class safety here; remove it")]
    [InlineData("""{ "name": "a", "leaves": true, "geofence": { "leaves": "inside" } }""", "$.gateway.policy.rules[0].geofence: an area is a circle or a polygon; give one of the two")]
    [InlineData("""{ "name": "a", "leaves": true, "geofence": { "leaves": "inside", "polygon": [] } }""", "$.gateway.policy.rules[0].geofence.polygon: the list holds 0; give at least 3")]
    [InlineData("""{ "name": "a", "leaves": true, "geofence": { "leaves": "inside", "polygon": [ { "latitude": 1, "longitude": 1 }, { "latitude": 2, "longitude": 2 }, { "latitude": 3, "longitude": 3 } ] } }""", "$.gateway.policy.rules[0].geofence.polygon: the polygon is empty: its corners lie on one line; write three that do not")]
    [InlineData("""{ "name": "a", "leaves": true, "geofence": { "leaves": "inside", "polygon": [ { "latitude": 80, "longitude": 0 }, { "latitude": 80, "longitude": 120 }, { "latitude": 80, "longitude": -120 } ] } }""", "$.gateway.policy.rules[0].geofence.polygon: the polygon goes around a pole or spans half the globe; write a circle, or a smaller polygon")]
    [InlineData("""{ "name": "a", "leaves": true, "geofence": { "leaves": "inside", "polygon": [ { "latitude": 1, "longitude": 0 }, { "latitude": 2, "longitude": 90 }, { "latitude": 3, "longitude": 180 }, { "latitude": 9, "longitude": 90 } ] } }""", "$.gateway.policy.rules[0].geofence.polygon: the polygon goes around a pole or spans half the globe; write a circle, or a smaller polygon")]
    [InlineData("""{ "name": "a", "leaves": true, "geofence": { "leaves": "inside", "polygon": [ { "latitude": 1, "longitude": 179 }, { "latitude": 2, "longitude": 180 }, { "latitude": 3, "longitude": -179 } ] } }""", "$.gateway.policy.rules[0].geofence.polygon: the polygon is empty: its corners lie on one line; write three that do not")]
    public void TryParse_RuleThatCannotBe_IsTold(string rule, string expected) => Assert.EndsWith(expected, OneProblemOf(rule), StringComparison.Ordinal);

    [Theory]
    [InlineData("valu", "degree-celsius", "$.gateway.policy.rules[0].deadband.fields[0].field: 'temperature' has no number 'valu'; did you mean 'value'?")]
    [InlineData("value", "pascal", "$.gateway.policy.rules[0].deadband.fields[0].unit: 'value' never comes in 'pascal'; write 'degree-celsius'")]
    [InlineData("value", "celsius", "$.gateway.policy.rules[0].deadband.fields[0].unit: 'celsius' is none of the choices; ")]
    public void TryParse_DeadbandThatCannotBe_IsTold(string field, string unit, string expected)
        => Assert.Contains(expected, OneProblemOf($$"""{ "name": "a", "message": "temperature", "leaves": true, "deadband": { "fields": [ { "field": "{{field}}", "unit": "{{unit}}", "by": 1 } ] } }"""), StringComparison.Ordinal);

    [Fact]
    public void TryParse_FieldBothWatchedAndRedacted_IsTold()
        => Assert.Contains("the times at which frames leave would tell how 'value' moves", OneProblemOf($$"""{ "name": "a", "message": "temperature", "leaves": true, "redact": ["value"], {{Deadband}} }"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"robot\": \"r1\", \"board\": 1", "\"robot\": \"r1\", \"board\": 1, \"stream\": 3")]
    [InlineData("\"robot\": \"*\"", "\"board\": 1, \"message\": \"imu\"")]
    [InlineData("\"class\": \"event\"", "\"class\": \"event\", \"stream\": 0")]
    public void TryParse_RuleBehindAWiderOne_IsTold(string first, string second)
        => Assert.EndsWith(
            "$.gateway.policy.rules[1]: no frame reaches this rule: $.gateway.policy.rules[0] (line 33) takes them all; write it before that one, or remove it",
            OneProblemOf($"{{ \"name\": \"a\", {first}, \"leaves\": true }}", $"{{ \"name\": \"b\", {second}, \"leaves\": false }}"),
            StringComparison.Ordinal);

    [Fact]
    public void TryParse_ImageBehindARuleThatNamesNoMessage_IsReached()
        => Assert.Empty(SampleProfile.ProblemsOf(WithRules("""{ "name": "a", "leaves": true }""", """{ "name": "b", "message": "image", "leaves": true }""")));

    [Fact]
    public void TryParse_TwoRulesOfOneName_IsTold()
        => Assert.Contains("'a' is taken by $.gateway.policy.rules[0].name", OneProblemOf("""{ "name": "a", "stream": 1, "leaves": true }""", """{ "name": "a", "stream": 2, "leaves": true }"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("[]")]
    [InlineData("{ \"revision\": 1, \"rules\": {} }")]
    [InlineData("{ \"revision\": 1, \"rules\": [ 1, null, [], {} ] }")]
    [InlineData("{ \"revision\": 1, \"rules\": [ { \"name\": 1, \"message\": 7, \"class\": [], \"deadband\": 3, \"window\": [], \"redact\": {}, \"geofence\": 1, \"leaves\": \"no\" } ] }")]
    [InlineData("{ \"revision\": 1, \"rules\": [ { \"message\": \"imu\", \"deadband\": { \"fields\": [ 1, {}, { \"field\": 2 } ] }, \"redact\": [ 1, null ], \"geofence\": { \"polygon\": [ 1, {}, { \"latitude\": \"x\" } ] } } ] }")]
    public void TryParse_PolicyOfTheWrongShape_IsToldWithoutAStackTrace(string policy) => Assert.NotEmpty(SampleProfile.ProblemsOf(With(policy)));
}
