using System.Globalization;
using System.Text.RegularExpressions;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>Records that are longer than a batch may be, or than the broker takes.</summary>
public sealed partial class LongRecordTests
{
    private static readonly UplinkOptions Options = UplinkRig.Options with { InitialBackoff = TimeSpan.FromSeconds(1), MaximumBackoff = TimeSpan.FromSeconds(8) };

    [Fact]
    public void Record_LongerThanABatch_GoesAlone()
    {
        using LaneWorld world = new(Options with { BatchBytes = 1 << 10 });
        world.Add(RecordClass.Event);
        world.Add(RecordClass.Event, frameLength: 2 << 10);
        world.Add(RecordClass.Event);
        world.Add(RecordClass.Safety, frameLength: ushort.MaxValue);
        world.Open();
        SentBatch longest = Assert.IsType<SentBatch>(world.Take());
        Assert.Equal([4], longest.Sequences);
        world.Answer(longest, DeliveryOutcome.Accepted);
        Assert.Equal([1], Assert.IsType<SentBatch>(world.Take()).Sequences);
        world.Drain();
    }

    [Fact]
    public void Record_LongerThanTheBrokerTakes_IsReportedAndOtherClassesGoOn()
    {
        using LaneWorld world = new(Options);
        world.Add(RecordClass.Event, frameLength: 2000);
        world.Add(RecordClass.Event);
        world.Add(RecordClass.Telemetry);
        world.Open(maximumPacket: 1000);
        Assert.Equal(TakeResult.TooLong, world.Traffic.TryTake(world.Now, out Delivery tooLong));
        Assert.InRange(tooLong.Message.Payload.Length, 2000, 2200);
        SentBatch telemetry = Assert.IsType<SentBatch>(world.Take());
        Assert.Equal([3], telemetry.Sequences);
        world.Answer(telemetry, DeliveryOutcome.Accepted);

        // However long that lasts, nothing behind it is skipped, and it does not count as sent.
        world.Now += TimeSpan.FromHours(1);
        Assert.Equal(TakeResult.TooLong, world.Traffic.TryTake(world.Now, out _));
        Assert.Null(world.Take());
        Assert.True(world.Traffic.Window.IsHeld);
        Assert.Equal(0, world.Traffic.GivenUp);
        world.Lose();
        world.Open();
        Assert.Equal([1, 2], Assert.IsType<SentBatch>(world.Take()).Sequences);
        Assert.False(world.Traffic.Window.IsHeld);
        world.Drain();
    }

    [Fact]
    public async Task Uplink_RecordLongerThanTheBrokerTakes_IsNamedWithBothLengthsAndOtherClassesArrive()
    {
        using LimitedBroker broker = new(receiveMaximum: 10, maximumPacket: 1000);
        broker.Answers.SetResult();
        await using UplinkRig rig = new(UplinkRig.To(broker.Port));
        rig.Add(1, frameLength: 2000);
        rig.Add(3);
        rig.Start();
        await Eventually.HoldsAsync(() => rig.Waiting == 1, "the other classes arrive");
        await Eventually.HoldsAsync(() => rig.Statistics.LastError.Contains("packets of at most 1000 bytes", StringComparison.Ordinal), "the record is named", () => $"{rig.Statistics}");
        Assert.InRange(int.Parse(Needed().Match(rig.Statistics.LastError).Groups[1].Value, CultureInfo.InvariantCulture), 2000, 2200);
        Assert.Equal(rig.Statistics.LastError, rig.Statistics.Held);
        Assert.Equal(0, rig.Statistics.Resent);
    }

    [GeneratedRegex("needs ([0-9]+)")]
    private static partial Regex Needed();
}
