using System.Security.Cryptography;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Networks;
using EdgeAI.Device.Time;
using EdgeAI.Tests.Device.Board;

namespace EdgeAI.Tests.Device.Networks;

public sealed class ContactSlipTests
{
    private const long Period = 10_000_000;
    private const int Slip = 0;
    private const int Stable = 1;

    private readonly VirtualClock _clock = new();
    private readonly TactileArray _skin = new(4, 1) { TaxelCount = 4, FrameId = "l_finger" };
    private readonly ContactSlipOptions _options = new()
    {
        Groups = 1,
        TaxelsPerGroup = 4,
        WindowReadings = 2,
        RunEvery = 1,
        DebounceRuns = 2,
        HeartbeatReadings = 10,
        ContactSteps = 50,
        ReleaseSteps = 20,
    };

    [Fact]
    public void TryDecide_FirstReading_SaysThatThereIsNoContact()
    {
        ContactSlip stage = Make();

        PerceptionEvent contact = Assert.IsType<PerceptionEvent>(Read(stage, 0, 0, 0, 0));

        Assert.Equal((PerceptionEventKind.Touch, false, 0), (contact.Kind, contact.Active, contact.Value));
        Assert.Null(Read(stage, 0, 0, 0, 0));
    }

    [Fact]
    public void TryDecide_ContactComesAndGoes_SaysBothWithHysteresis()
    {
        ContactSlip stage = Make();
        Read(stage, 0, 0, 0, 0);

        PerceptionEvent began = Assert.IsType<PerceptionEvent>(Read(stage, 0, 51, -90, 0));
        Assert.Equal((true, 2), (began.Active, began.Value));
        Assert.Equal(_skin.Stamp.Nanoseconds, began.Stamp.Nanoseconds);
        Assert.Null(Read(stage, 0, 21, 0, 0));
        PerceptionEvent ended = Assert.IsType<PerceptionEvent>(Read(stage, 0, 20, 0, 0));
        Assert.False(ended.Active);
        Assert.Null(Read(stage, 0, 50, 0, 0));
    }

    [Fact]
    public void TryDecide_ChipThatDecidesOnTouch_CountsItsBits()
    {
        ContactSlip stage = Make();
        _skin.HasTouch = true;
        _skin.Touch[0] = 0b0101;

        PerceptionEvent contact = Assert.IsType<PerceptionEvent>(Read(stage, 0, 0, 0, 0));

        Assert.Equal((true, 2), (contact.Active, contact.Value));
    }

    [Fact]
    public void TryDecide_WithoutContact_NeverRunsTheNetwork()
    {
        ContactSlip stage = Make();
        for (int reading = 0; reading < 30; reading++)
        {
            Read(stage, 10, 0, 0, 0);
        }

        Assert.Equal(0, stage.Runs);
    }

    [Fact]
    public void TryDecide_FullWindowInContact_NamesNetworkInputAgeAndClass()
    {
        ContactSlip stage = Make();
        Assert.IsType<PerceptionEvent>(Read(stage, 100, 0, 0, 0));
        Assert.Null(Read(stage, 100, 0, 0, 0));
        Classification decision = Assert.IsType<Classification>(Read(stage, 100, 0, 0, 0));

        // Two readings of (100, 0, 0, 0): distances 600 and three times -200 from 4 times the mean, 32 steps to their mean of 300.
        sbyte[] input = [64, -21, -21, -21];
        byte[] network = new byte[32];
        Rule().CopyDigest(network);
        Assert.Equal(SHA256.HashData((byte[])(Array)input), decision.InputDigest);
        Assert.Equal(network, decision.ModelDigest);
        Assert.Equal((ExecutionProvider.FixedPoint, 2, Slip), (decision.Provider, decision.ClassCount, decision.ClassIndex));
        Assert.Equal("l_finger", decision.FrameId);
        Assert.Equal(_skin.Stamp.Nanoseconds, decision.Stamp.Nanoseconds);
        Assert.Equal(10_003u, decision.OldestInputAgeMicroseconds);
    }

    [Fact]
    public void TryDecide_OneOddWindow_DoesNotChangeTheClass()
    {
        _options.DecidesContact = false;
        _options.WindowReadings = 1;
        ContactSlip stage = Make();
        Assert.Null(Read(stage, 100, 0, 0, 0));
        Assert.Equal(Slip, Assert.IsType<Classification>(Read(stage, 100, 0, 0, 0)).ClassIndex);

        Assert.Null(Read(stage, 0, 100, 100, 100));
        Assert.Null(Read(stage, 100, 0, 0, 0));
        Assert.Null(Read(stage, 0, 100, 100, 100));
        Assert.Equal(Stable, Assert.IsType<Classification>(Read(stage, 0, 100, 100, 100)).ClassIndex);
    }

    [Fact]
    public void TryDecide_NothingChanges_SaysItAgainAsAHeartbeat()
    {
        _options.DecidesContact = false;
        ContactSlip stage = Make();
        int said = Enumerable.Range(0, 43).Count(_ => Read(stage, 100, 0, 0, 0) is not null);

        // At the third reading for the first time, then every tenth.
        Assert.Equal(5, said);
    }

    [Fact]
    public void TryDecide_RunEveryThird_RunsAThirdAsOften()
    {
        _options.DecidesContact = false;
        _options.RunEvery = 3;
        ContactSlip stage = Make();
        for (int reading = 0; reading < 31; reading++)
        {
            Read(stage, 100, 0, 0, 0);
        }

        Assert.Equal(10, stage.Runs);
    }

    [Fact]
    public void Interrupt_WithinAWindow_BeginsANewWindowAndSaysTheStateAgain()
    {
        ContactSlip stage = Make();
        Read(stage, 100, 0, 0, 0);
        Read(stage, 100, 0, 0, 0);
        stage.Interrupt();

        Assert.IsType<PerceptionEvent>(Read(stage, 100, 0, 0, 0));
        Assert.Null(Read(stage, 100, 0, 0, 0));
        Assert.IsType<Classification>(Read(stage, 100, 0, 0, 0));
    }

    [Fact]
    public void TryDecide_AnotherShapeOrMessage_IsCountedAndDecidesNothing()
    {
        ContactSlip stage = Make();
        Assert.False(stage.TryDecide(new ForceStamped(), out Decision? decision));
        Assert.Null(decision);
        Assert.False(stage.TryDecide(new TactileArray(5, 1) { TaxelCount = 5 }, out _));
        Assert.False(stage.TryDecide(new TactileArray(4, 3) { TaxelCount = 4 }, out _));
        Assert.Equal(3, stage.Unusable);
    }

    [Fact]
    public void Fill_RandomReadings_GivesTheBitsOfTheReference()
    {
        Random random = new(3);
        for (int round = 0; round < 500; round++)
        {
            int groups = random.Next(1, 5);
            int taxels = random.Next(2, 30);
            int length = random.Next(1, 9);
            int range = round % 3 == 0 ? 2 : short.MaxValue;
            TactileWindow window = new(groups, taxels, length);
            List<short[]> readings = [];
            TactileArray skin = new(groups * taxels, 1) { TaxelCount = groups * taxels };
            for (int reading = 0; reading < length + random.Next(9); reading++)
            {
                for (int taxel = 0; taxel < skin.TaxelCount; taxel++)
                {
                    skin.Values[taxel] = (short)random.Next(-range - 1, range + 1);
                }

                skin.Stamp = new Stamp(reading, 0);
                readings.Add([.. skin.Values]);
                window.Add(skin);
            }

            sbyte[] input = new sbyte[window.Taxels];
            window.Fill(input);

            Assert.True(window.IsFull);
            Assert.Equal(readings.Count - length, window.OldestStamp);
            Assert.Equal(ReferenceNetwork.Window([.. readings.TakeLast(length)], groups), input.Select(static value => (int)value));
        }
    }

    [Fact]
    public void TryDecide_SteadyState_AllocatesNothing()
    {
        _options.Groups = 3;
        _options.TaxelsPerGroup = 24;
        TactileArray skin = new(72, 1) { TaxelCount = 72 };
        ContactSlip stage = new(_options, ContactSlipNetwork.Make(), ContactSlipNetwork.MakeProbabilities(), _clock);
        int said = 0;
        int step = 0;

        long allocated = Allocation.Of(() =>
        {
            step++;
            for (int taxel = 0; taxel < 72; taxel++)
            {
                skin.Values[taxel] = (short)(step % 20 < 4 ? 0 : 500 + (taxel * step % 97 * 13));
            }

            said += stage.TryDecide(skin, out _) ? 1 : 0;
        });

        Assert.Equal(0, allocated);
        Assert.True(said > 50 && stage.Runs > 100, $"{said} decisions, {stage.Runs} runs");
    }

    [Fact]
    public void Constructor_NetworkOfAnotherShape_IsRefused()
    {
        _options.TaxelsPerGroup = 5;
        Assert.Equal("the network takes 4 values where a reading has 5 taxels", Assert.Throws<ArgumentException>(Make).Message);
    }

    [Theory]
    [InlineData(0, 1, 1, 0)]
    [InlineData(1, 0, 1, 0)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(1, 1, 1, 51)]
    public void Constructor_OptionOutsideItsRange_IsRefused(int runEvery, int debounce, int heartbeat, int release)
    {
        (_options.RunEvery, _options.DebounceRuns, _options.HeartbeatReadings, _options.ReleaseSteps) = (runEvery, debounce, heartbeat, release);
        Assert.StartsWith("contact and slip", Assert.Throws<ArgumentException>(Make).Message, StringComparison.Ordinal);
    }

    /// <summary>Slip is what the first taxel reads, stable its opposite.</summary>
    private static Network Rule() => new([new DenseLayer(4, 2, [1, 0, 0, 0, -1, 0, 0, 0], [0, 0], NetworkTests.Half(2, 0, false))]);

    private ContactSlip Make() => new(_options, Rule(), ContactSlipNetwork.MakeProbabilities(), _clock);

    private Decision? Read(ContactSlip stage, params short[] values)
    {
        _clock.Nanoseconds += Period;
        Array.Copy(values, _skin.Values, 4);
        _skin.Stamp = new Stamp(_clock.Nanoseconds - 3_000, 1_000);
        bool decided = stage.TryDecide(_skin, out Decision? decision);
        Assert.Equal(decided, decision is not null);
        return decision;
    }
}
