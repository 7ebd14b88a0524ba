using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Estimation;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Runtime.Estimation;

/// <summary>Contact begins and ends by hysteresis and debounce, by the stamps.</summary>
public sealed class ContactStageTests
{
    private const long Millisecond = 1_000_000;

    private static readonly ContactOptions Options = new()
    {
        Begin = 5,
        End = 3,
        BeginNanoseconds = 3 * Millisecond,
        EndNanoseconds = 5 * Millisecond,
        HeartbeatReadings = 1000,
        Kind = PerceptionEventKind.Force,
        ValueScale = new Scale(1, -3, Unit.Newton),
    };

    private readonly PerceptionEvent _event = new();

    [Fact]
    public void Process_ForceThatComesAndGoes_SpeaksAtBothOnce()
    {
        ContactStage<WrenchStamped> stage = new(new WrenchContact(), Options);
        WrenchStamped reading = new();
        List<string> said = [];
        for (int tick = 0; tick < 100; tick++)
        {
            // Pressed from 20 ms on, let go to between the thresholds at 50 and altogether at 70; single outliers at 10 and 40.
            reading.Force[2] = tick switch { 10 => 9000, 40 => 0, >= 20 and < 50 => -6000, >= 50 and < 70 => -4000, _ => 100 };
            if (stage.Process(SampleOf(reading, tick), _event, out long oldest) == StageOutcome.Decided)
            {
                said.Add($"{tick} {_event.Active} {_event.Value}");
                Assert.Equal(tick * Millisecond, oldest);
            }
        }

        Assert.Equal(["0 False 100", "23 True 6000", "75 False 100"], said);
    }

    [Fact]
    public void Process_ReadingsComeLessOften_DebouncesByTimeAndNotByCount()
    {
        ContactStage<WrenchStamped> stage = new(new WrenchContact(), Options);
        WrenchStamped reading = new();
        stage.Process(SampleOf(reading, 0), _event, out _);
        reading.Force[2] = 9000;
        Assert.Equal(StageOutcome.NeedsMore, stage.Process(SampleOf(reading, 100), _event, out _));
        Assert.Equal(StageOutcome.Decided, stage.Process(SampleOf(reading, 103), _event, out _));
        Assert.True(_event.Active);
    }

    [Fact]
    public void Process_Wrench_DecidesOnTheSizeOfItsForce()
    {
        ContactStage<WrenchStamped> stage = new(new WrenchContact(), Options with { BeginNanoseconds = 0 });
        WrenchStamped reading = new();
        reading.Force[0] = 3000;
        reading.Force[2] = -4000;
        Assert.Equal(StageOutcome.Decided, stage.Process(SampleOf(reading, 0), _event, out _));
        Assert.Equal((true, 5000), (_event.Active, _event.Value));
    }

    [Fact]
    public void Process_Taxels_DecideOnTheFarthestFromUntouchedAndFollowSlowDrift()
    {
        ContactStage<TactileArray> stage = new(new TaxelContact(4), Options with { Begin = 50, End = 30, BeginNanoseconds = 0, EndNanoseconds = 0, Kind = PerceptionEventKind.Touch, ValueScale = new Scale(1, 0, Unit.Count) });
        TactileArray reading = new(4, 1) { TaxelCount = 4 };
        List<string> said = [];
        for (int tick = 0; tick < 6000; tick++)
        {
            // Every taxel drifts by 100 counts in six seconds, twice what a touch is; taxel 2 is pressed for a second.
            for (int taxel = 0; taxel < 4; taxel++)
            {
                reading.Values[taxel] = (short)(1000 + (tick / 60) + (taxel == 2 && tick is >= 3000 and < 4000 ? 100 : 0));
            }

            if (stage.Process(SampleOf(reading, tick), _event, out _) == StageOutcome.Decided && tick % 1000 == 0)
            {
                said.Add($"{tick} {_event.Active}");
            }
        }

        Assert.Equal("0 False,1000 False,2000 False,3000 True,4000 False,5000 False", string.Join(',', said));
    }

    [Fact]
    public void Process_OldOrRepeatedStamp_IsUnusableAndAJumpBackIsNot()
    {
        ContactStage<WrenchStamped> stage = new(new WrenchContact(), Options);
        WrenchStamped reading = new();
        stage.Process(SampleOf(reading, 3_600_000), _event, out _);
        Assert.Equal(StageOutcome.Unusable, stage.Process(SampleOf(reading, 3_600_000), _event, out _));
        Assert.Equal(StageOutcome.Unusable, stage.Process(SampleOf(reading, 3_599_999), _event, out _));
        reading.Force[2] = 9000;
        Assert.Equal(StageOutcome.NeedsMore, stage.Process(SampleOf(reading, 0), _event, out _));
        Assert.Equal(StageOutcome.Decided, stage.Process(SampleOf(reading, 3), _event, out _));
    }

    [Fact]
    public void Process_OtherUnit_IsUnusable()
    {
        ContactStage<WrenchStamped> stage = new(new WrenchContact(), Options);

        Assert.Equal(StageOutcome.Unusable, stage.Process(SampleOf(new WrenchStamped { ForceScale = new Scale(1, 0, Unit.Count) }, 0), _event, out _));
    }

    [Fact]
    public void Process_Steadily_AllocatesNothing()
    {
        ContactStage<TactileArray> stage = new(new TaxelContact(72), Options);
        TactileArray reading = new(72, 1) { TaxelCount = 72 };
        long tick = 0;

        Assert.Equal(0, Allocation.Of(() => stage.Process(SampleOf(reading, tick++), _event, out _)));
    }

    private static Sample<T> SampleOf<T>(T value, long milliseconds) => new(value, new Stamp(milliseconds * Millisecond, 1), new StreamId(1, 1), milliseconds, FrameFlags.None);
}
