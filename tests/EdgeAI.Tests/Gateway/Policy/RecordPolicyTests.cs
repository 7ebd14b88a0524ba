using System.Buffers.Binary;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Gateway.Policy;
using EdgeAI.Profiles.Policies;
using EdgeAI.Records;
using static EdgeAI.Tests.Gateway.Policy.OfferedFrame;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>What leaves, what stays, and in which shape.</summary>
public sealed class RecordPolicyTests
{
    private static int ValueOf(byte[] frame) => BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(FrameLayout.HeaderLength));

    private static long SequenceOf(byte[] frame) => BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(8));

    private static OfferedFrame[] Temperatures(int count, long period, Func<int, int> value)
        => [.. Enumerable.Range(0, count).Select(index => Temperature(value(index), index, Begin + (index * period)))];

    [Fact]
    public void Apply_NoPolicyInTheProfile_KeepsImagesAndPassesTheRestAsItCame()
    {
        PolicyDriver driver = new(null);
        OfferedFrame temperature = Temperature(2000, 0);
        driver.Commit(temperature, Image(0), Image(1), new OfferedFrame { Frame = [1, 2, 3] });
        driver.Finish();

        Assert.Equal([RecordKind.Frame, RecordKind.Frame, RecordKind.Withheld], driver.Stored.Select(static record => record.Kind));
        Assert.Equal(temperature.Frame, driver.Stored[0].Frame);
        Assert.Equal(0, driver.Stored[0].Handling);
        Assert.True(Withheld.TryRead(driver.Stored[2].Frame, out Withheld report));
        Assert.Equal((WithheldRule.DoesNotLeave, 2L, 0u, Handling.Image), (report.Rule, report.Count, report.PolicyRevision, report.Handling));
        Assert.Equal((ushort)1, report.Board);
        Assert.Equal((byte)2, report.Stream);
        Assert.Equal("r1", report.RobotName);
    }

    [Fact]
    public void Apply_SeveralRules_TheFirstThatMatchesDecides()
    {
        PolicyDriver driver = new(PolicyRules.Of(
            3,
            "\"robot\": \"r2\", \"leaves\": false",
            "\"message\": \"temperature\", \"class\": \"event\", \"level\": \"core\", \"leaves\": true",
            "\"board\": 1, \"stream\": 1, \"level\": \"important\", \"personal\": true, \"leaves\": true"));
        driver.Commit(Temperature(1, 0), Temperature(2, 1) with { Class = RecordClass.Event }, Temperature(3, 2) with { Robot = "r2" }, Temperature(4, 3, stream: 9));
        driver.Finish();

        Assert.Equal(RecordKind.PolicyChange, driver.Stored[0].Kind);
        Assert.Equal([Handling.Important | Handling.Personal, Handling.Core, 0], driver.Frames.Select(static record => (int)record.Handling));
        Assert.All(driver.Frames, static record => Assert.Equal((RecordKind.GovernedFrame, 3u), (record.Kind, record.Revision)));
        Assert.Equal(1, driver.Withheld(WithheldRule.DoesNotLeave));
    }

    [Fact]
    public void Apply_ImageUnderARuleThatNamesNoMessage_Stays()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, "\"board\": 1, \"leaves\": true"));
        driver.Commit(Image(0));
        Assert.Empty(driver.Frames);
    }

    [Fact]
    public void Apply_ImageThatARuleNames_LeavesMarkedAsOne()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, "\"message\": \"image\", \"personal\": true, \"leaves\": true"));
        driver.Commit(Image(0));
        Assert.Equal(Handling.Image | Handling.Personal, Assert.Single(driver.Frames).Handling);
    }

    [Fact]
    public void Advance_UpstreamAwayForDays_KeepsOneReportAStreamWaitingAndCountsOn()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, "\"stream\": 2, \"leaves\": false", "\"everyNth\": 2, \"leaves\": true")) { IsUpstreamAway = true };
        for (int period = 0; period < 1000; period++)
        {
            driver.Commit(Temperature(1, 2 * period), Temperature(2, (2 * period) + 1), Temperature(3, period, stream: 2));
            driver.Now += 31 * Second;
        }

        Assert.Equal(2, driver.Stored.Count(static record => record.Kind == RecordKind.Withheld));
        driver.IsUpstreamAway = false;
        driver.Now += 31 * Second;
        driver.Commit();
        Assert.Equal(4, driver.Stored.Count(static record => record.Kind == RecordKind.Withheld));
        Assert.Equal((1000, 1000), (driver.Withheld(WithheldRule.DownSampled), driver.Withheld(WithheldRule.DoesNotLeave)));
    }

    [Fact]
    public void Advance_ReportRolledBack_IsMadeAgainAlthoughTheUpstreamIsAway()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, "\"leaves\": false")) { IsUpstreamAway = true };
        driver.Commit(Temperature(1, 0));
        driver.Now += 31 * Second;
        driver.Fail(late: true);
        driver.Commit();
        Assert.Equal(1, driver.Withheld(WithheldRule.DoesNotLeave));
    }

    [Fact]
    public void Advance_UpstreamAwayAndTheGatewayKilled_LosesNoCount()
    {
        PolicyProfile profile = PolicyRules.Of(1, "\"leaves\": false");
        PolicyDriver driver = new(profile) { IsUpstreamAway = true };
        for (int period = 0; period < 30; period++)
        {
            driver.Commit(Temperature(1, period));
            driver.Now += 31 * Second;
            if (period % 10 == 9)
            {
                driver.Restart(profile);
            }
        }

        // Each life tells once what it found, and no more.
        Assert.InRange(driver.Stored.Count(static record => record.Kind == RecordKind.Withheld), 1, 4);
        driver.Finish();
        Assert.Equal(30, driver.Withheld(WithheldRule.DoesNotLeave));
    }

    [Fact]
    public void Apply_EveryNth_LeavesTheFirstOfEach()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, "\"everyNth\": 3, \"leaves\": true"));
        driver.Commit(Temperatures(7, Second, static index => index));
        driver.Finish();

        Assert.Equal([0, 3, 6], driver.Frames.Select(static record => ValueOf(record.Frame)));
        Assert.All(driver.Frames, static record => Assert.Equal(Handling.Reduced, record.Handling));
        Assert.Equal(4, driver.Withheld(WithheldRule.DownSampled));
    }

    [Fact]
    public void Apply_MaximumHz_LeavesOneInEachSlotOfTheStamp()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, "\"maximumHz\": 2, \"leaves\": true"));
        driver.Commit(Temperatures(20, Second / 10, static index => index));
        driver.Finish();

        Assert.Equal([0, 5, 10, 15], driver.Frames.Select(static record => ValueOf(record.Frame)));
        Assert.Equal(16, driver.Withheld(WithheldRule.DownSampled));
    }

    [Fact]
    public void Apply_Deadband_LeavesWhatMovedAndAHeartbeat()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, """ "message": "temperature", "deadband": { "heartbeatSeconds": 10, "fields": [ { "field": "value", "unit": "degree-celsius", "by": 0.5 } ] }, "leaves": true """));
        int[] hundredths = [2000, 2050, 2051, 2049, 2010, 2000];
        driver.Commit(Temperatures(hundredths.Length, Second, index => hundredths[index]));
        driver.Commit(Temperature(2001, 6, Begin + (15 * Second)));
        driver.Finish();

        Assert.Equal([2000, 2051, 2000, 2001], driver.Frames.Select(static record => ValueOf(record.Frame)));
        Assert.Equal(3, driver.Withheld(WithheldRule.Deadband));
    }

    [Fact]
    public void Apply_DeadbandInAnotherUnit_Leaves()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, """ "message": "force-stamped", "deadband": { "fields": [ { "field": "value", "unit": "newton", "by": 100 } ] }, "leaves": true """));
        driver.Commit(Of(new ForceStamped { Value = 1 }, 0), Of(new ForceStamped { Value = 2 }, 1));
        Assert.Equal(2, driver.Frames.Count());
    }

    [Theory]
    [InlineData("mean", 12)]
    [InlineData("minimum", 10)]
    [InlineData("maximum", 15)]
    [InlineData("last", 11)]
    public void Apply_Window_LeavesOneFrameWithTheNameOfItsLast(string keeps, int expected)
    {
        PolicyDriver driver = new(PolicyRules.Of(1, $$""" "message": "temperature", "window": { "seconds": 5, "keeps": "{{keeps}}" }, "leaves": true """));
        int[] values = [10, 15, 11];
        driver.Commit(Temperatures(3, Second, index => values[index]));
        driver.Commit(Temperature(99, 3, Begin + (5 * Second)));
        driver.Finish();

        PolicyRecord left = Assert.Single(driver.Frames);
        Assert.Equal((expected, 2L), (ValueOf(left.Frame), SequenceOf(left.Frame)));
        Assert.Equal(Handling.Reduced, left.Handling);
        Assert.True(FrameBytes.IsSound(left.Frame));
        Assert.Equal(keeps == "last" ? (Begin + (2 * Second), 1000) : (Begin + Second, Second + 1000), (left.Stamp, left.Uncertainty));
        Assert.Equal(2, driver.Withheld(WithheldRule.FoldedIntoWindow));
    }

    [Fact]
    public void Advance_WindowWhoseTimeIsOver_LeavesWithoutAnotherReading()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, """ "message": "temperature", "window": { "seconds": 5 }, "leaves": true """));
        driver.Commit(Temperature(10, 0), Temperature(20, 1));
        Assert.Empty(driver.Frames);
        driver.Now += 8 * Second;
        driver.Commit();
        Assert.Equal(15, ValueOf(Assert.Single(driver.Frames).Frame));
    }

    [Fact]
    public void Apply_WindowMeetsAFlaggedReading_ClosesBeforeIt()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, """ "message": "temperature", "window": { "seconds": 5 }, "leaves": true """));
        driver.Commit(Temperature(10, 0), Temperature(20, 1), Of(new Temperature { Value = 90, Scale = new Scale(1, -2, Unit.DegreeCelsius) }, 2, flags: FrameFlags.Saturated));
        Assert.Equal(15, ValueOf(Assert.Single(driver.Frames).Frame));
    }

    [Theory]
    [InlineData("everyNth\": 5")]
    [InlineData("window\": { \"seconds\": 5 }, \"message\": \"temperature")]
    public void Apply_SafetyAndHousekeeping_AreNotThinnedUnlessTheRuleSaysSo(string thinning)
    {
        string rule = thinning.EndsWith("temperature", StringComparison.Ordinal) ? $"\"{thinning}\", \"leaves\": true" : $"\"{thinning}, \"leaves\": true";
        PolicyDriver driver = new(PolicyRules.Of(1, rule));
        OfferedFrame[] safety = [.. Temperatures(4, 1, static index => index).Select(static frame => frame with { Class = RecordClass.Safety })];
        driver.Commit([.. safety, .. Enumerable.Range(0, 3).Select(static index => Of(new Fault { Status = EdgeAI.Device.Board.SensorStatus.Timeout, FailedReadings = 1 }, 10 + index))]);
        Assert.Equal(7, driver.Frames.Count());
        Assert.All(driver.Frames, static record => Assert.Equal(0, record.Handling));

        PolicyDriver meant = new(PolicyRules.Of(1, rule + ", \"thinsSafety\": true"));
        meant.Commit(safety);
        Assert.True(meant.Frames.Count() < 4);
    }

    [Fact]
    public void Apply_RedactedImage_KeepsItsHeaderAndNoSample()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, "\"message\": \"image\", \"redact\": [\"samples\"], \"leaves\": true"));
        OfferedFrame image = Image(5);
        driver.Commit(image);

        PolicyRecord left = Assert.Single(driver.Frames);
        Assert.Equal(Handling.Image | Handling.Reduced, left.Handling);
        Assert.Equal(image.Frame[..34], left.Frame[..34]);
        Assert.All(left.Frame[34..^4], static value => Assert.Equal(0, value));
        Assert.True(FrameBytes.IsSound(left.Frame));
    }

    [Fact]
    public void Apply_DamagedFrameUnderARedaction_Stays()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, "\"message\": \"image\", \"redact\": [\"samples\"], \"leaves\": true"));
        OfferedFrame image = Image(5);
        image.Frame[^1] ^= 1;
        driver.Commit(image);
        driver.Finish();
        Assert.Empty(driver.Frames);
        Assert.Equal(1, driver.Withheld(WithheldRule.DoesNotLeave));
    }

    [Fact]
    public void Apply_Geofence_LeavesInsideAndStaysWhereNobodyKnows()
    {
        PolicyProfile policy = PolicyRules.Of(1, """ "geofence": { "leaves": "inside", "circle": { "latitude": 52.5, "longitude": 13.4, "radiusMetres": 500 } }, "leaves": true """);
        PolicyDriver inside = new(policy, new FixedPosition(new GeoPosition(52.501, 13.4, 0)));
        PolicyDriver outside = new(policy, new FixedPosition(new GeoPosition(52.51, 13.4, 0)));
        PolicyDriver unsure = new(policy, new FixedPosition(new GeoPosition(52.501, 13.4, 1000)));
        PolicyDriver unknown = new(policy);
        PolicyDriver[] drivers = [inside, outside, unsure, unknown];
        foreach (PolicyDriver driver in drivers)
        {
            driver.Commit(Temperature(1, 0));
            driver.Finish();
        }

        Assert.Equal([1, 0, 0, 0], drivers.Select(static driver => driver.Frames.Count()));
        Assert.Equal([0, 1, 1, 1], drivers.Select(static driver => driver.Withheld(WithheldRule.Geofence)));
    }

    [Fact]
    public void Advance_CountsThatWait_AreReportedWithinThePeriodAndOnce()
    {
        PolicyDriver driver = new(null);
        driver.Commit();
        driver.Commit(Image(0));
        Assert.Empty(driver.Stored);
        driver.Now += 31 * Second;
        driver.Commit();
        driver.Now += 31 * Second;
        driver.Commit();
        Assert.Single(driver.Stored);
    }

    [Fact]
    public void Apply_RobotStartsAnew_ReportsUnderTheBootThatItWas()
    {
        PolicyDriver driver = new(null);
        driver.Commit(Image(0), Image(1));
        driver.Commit(Image(0) with { Boot = 2 });
        driver.Finish();
        Assert.Equal(2, driver.Withheld((_, _, boot, _, _, _) => boot == 1));
        Assert.Equal(1, driver.Withheld((_, _, boot, _, _, _) => boot == 2));
    }

    [Fact]
    public void Apply_MoreStreamsThanAreRemembered_LosesNoCountAndNoWindow()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, """ "message": "temperature", "window": { "seconds": 5 }, "leaves": true """));
        driver.Commit(Temperature(10, 0), Temperature(20, 1));
        byte[] image = Image(0).Frame;
        OfferedFrame[] images = [.. Enumerable.Range(0, 1 << 16).Select(index =>
        {
            byte[] frame = [.. image];
            BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(4), (ushort)index);
            FrameBytes.Seal(frame);
            return new OfferedFrame { Frame = frame };
        })];
        driver.Commit(images[..^2]);
        driver.Fail(late: true, images[^2..]);
        Assert.Equal(0, driver.Withheld(WithheldRule.DoesNotLeave));
        driver.Restart(PolicyRules.Of(1, """ "message": "temperature", "window": { "seconds": 5 }, "leaves": true """));
        driver.Fail(late: false, images[^2..]);
        driver.Commit(images[^2..]);
        Assert.Equal(15, ValueOf(Assert.Single(driver.Frames).Frame));
        Assert.True(driver.Disk.Count < 10, $"{driver.Disk.Count} states are left");
        driver.Finish();
        Assert.Equal(1 << 16, driver.Withheld(WithheldRule.DoesNotLeave));
        Assert.Equal(1, driver.Withheld(WithheldRule.FoldedIntoWindow));
    }
}
