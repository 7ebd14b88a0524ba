using EdgeAI.Device.Application;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Application;

public sealed class BoardApplicationTests
{
    private const byte Bridge = 5;

    private readonly ApplicationRig _rig = new();

    [Fact]
    public void Start_FirstEver_TellsWhatItIsAndReads()
    {
        _rig.Start();
        _rig.Run(3_000);

        Hello hello = _rig.Of<Hello>().First();
        Assert.Equal(("bench", "0123456789ab", "9.8.7", 1), (hello.BoardName.ToString(), hello.SerialNumber.ToString(), hello.FirmwareVersion.ToString(), hello.StreamCount));
        Assert.Equal(MessageType.ForceStamped, _rig.Of<StreamDescription>().First().ReadingType);
        Assert.InRange(_rig.Of<ForceStamped>().Count(), 100, 240);
        Assert.All(_rig.Frames, frame => Assert.Equal((3, 1), (frame.Header.Board, frame.Header.Boot)));
        Assert.Equal("start 1", Assert.Single(_rig.Log(LogCode.Started)));
        Assert.Equal(2000, _rig.Watchdog);
        Assert.True(_rig.Fed > 100);
        Assert.True(_rig.Application.IsConserved());
    }

    [Fact]
    public void Start_ChipNotThere_RunsTheOthersAndReportsTheFault()
    {
        ApplicationRig rig = new() { Compiled = new ConfigurationBytes { HasMissingChip = true } };
        rig.Start();
        rig.Run(2_000);
        Assert.True(rig.Of<ForceStamped>().Count() > 50);
        Assert.Contains(rig.Frames, static frame => frame.Header.Stream == Bridge + 1 && frame.Message is Fault { Status: SensorStatus.NotAcknowledged });
        Assert.True(rig.Application.IsConserved());
    }

    [Fact]
    public void Step_Identify_LightsTheLampForItsTime()
    {
        _rig.Start();
        Assert.Equal(CommandOutcome.Started, _rig.Do(CommandCode.Identify, static command => command.IdentifyMilliseconds = 300).Outcome);
        Assert.True(_rig.IsLampLit);
        _rig.Run(400);
        Assert.False(_rig.IsLampLit);
    }

    [Fact]
    public void Step_Reset_AcknowledgesThenRestartsWithTheNextBoot()
    {
        _rig.Start();
        Assert.Equal(CommandOutcome.Started, _rig.Do(CommandCode.Reset).Outcome);
        _rig.RunThroughRestart();
        _rig.Run(100);
        Assert.Equal(2, _rig.Frames[^1].Header.Boot);
        Assert.Empty(_rig.Log(LogCode.Crashed));
    }

    [Fact]
    public void Update_SoundConfiguration_RunsAfterTheRestartAndFromThenOn()
    {
        _rig.Start();
        Assert.Equal(CommandOutcome.Started, _rig.Update(new ConfigurationBytes { BoardName = "mended", Stream = 40, Board = 8 }.ToArray()).Outcome);
        for (int start = 0; start < 3; start++)
        {
            _rig.RunThroughRestart();
            Assert.Equal(("mended", 8, 40), (_rig.Application.Configuration.BoardName, _rig.Application.Configuration.Board, _rig.Application.Streams[0].Number));
            _rig.Do(CommandCode.Reset);
        }
    }

    [Fact]
    public void Update_NotWhatItsDigestSays_IsDiscarded()
    {
        _rig.Start();
        Assert.Equal(CommandOutcome.DigestMismatch, _rig.Update(new ConfigurationBytes().ToArray(), digest: new byte[32]).Outcome);
        _rig.Run(2_000);
        Assert.False(_rig.IsRestarting);
    }

    [Fact]
    public void Update_CannotBeDecoded_IsRefusedAndTheBoardGoesOn()
    {
        _rig.Start();
        byte[] configuration = new ConfigurationBytes().ToArray();
        configuration[^1] ^= 1;
        Assert.Equal(CommandOutcome.Failed, _rig.Update(configuration).Outcome);
        _rig.Do(CommandCode.Reset);
        _rig.RunThroughRestart();
        Assert.Equal("bench", _rig.Application.Configuration.BoardName);
    }

    [Fact]
    public void Update_PowerCutAtEachByte_RunsTheOldOneOrTheNewOne()
    {
        byte[] mended = new ConfigurationBytes { BoardName = "mended" }.ToArray();
        for (int cut = 0; cut < mended.Length + 40; cut += 7)
        {
            ApplicationRig rig = new();
            rig.Start();
            rig.Store.BytesUntilPowerCut = cut;
            CommandOutcome outcome = rig.Update(mended, 1000).Outcome;
            rig.Store.BytesUntilPowerCut = int.MaxValue;
            rig.Start();
            Assert.Equal(outcome == CommandOutcome.Started ? "mended" : "bench", rig.Application.Configuration.BoardName);
        }
    }

    [Fact]
    public void Tare_Done_SurvivesARestartAndEndsWithItsConfiguration()
    {
        _rig.Start();
        _rig.Run(3_000);
        Assert.Equal(CommandOutcome.Done, _rig.Do(CommandCode.Tare, stream: Bridge).Outcome);
        _rig.Run(500);
        int zero = _rig.Of<ForceStamped>().Last().Value;
        Assert.InRange(zero, -2000, 2000);

        _rig.Do(CommandCode.Reset);
        _rig.RunThroughRestart();
        _rig.Run(3_000);
        Assert.InRange(_rig.Of<ForceStamped>().Last().Value, -2000, 2000);

        _rig.Update(new ConfigurationBytes { BoardName = "other" }.ToArray());
        _rig.RunThroughRestart();
        _rig.Run(3_000);
        Assert.True(Math.Abs(_rig.Of<ForceStamped>().Last().Value) > 10_000);
    }

    [Fact]
    public void Tare_CannotBeStored_SaysSo()
    {
        _rig.Start();
        _rig.Run(3_000);
        _rig.Store.IsBroken = true;
        Acknowledgement answer = _rig.Do(CommandCode.Tare, stream: Bridge);
        Assert.Equal(CommandOutcome.Failed, answer.Outcome);
        _rig.Run(100);
        Assert.Single(_rig.Log(LogCode.StoreFailed));
    }

    [Fact]
    public void Tare_Ended_IsToldInAnotherHello()
    {
        _rig.Start();
        _rig.Run(3_000);
        int tellings = _rig.Of<Hello>().Count();
        int highest = _rig.Of<StreamDescription>().Last().Maximum;
        _rig.Do(CommandCode.Tare, stream: Bridge);
        _rig.Run(500);
        Assert.Equal(tellings + 1, _rig.Of<Hello>().Count());
        Assert.NotEqual(highest, _rig.Of<StreamDescription>().Last().Maximum);
        Assert.True(_rig.Frames.FindLastIndex(static frame => frame.Message is Acknowledgement) < _rig.Frames.FindLastIndex(static frame => frame.Message is Hello));
    }

    [Fact]
    public void Calibrate_Done_IsToldInAnotherHello()
    {
        _rig.Start();
        _rig.Run(3_000);
        _rig.Do(CommandCode.Tare, stream: Bridge);
        _rig.Load = 2;
        _rig.Run(1_000);
        int tellings = _rig.Of<Hello>().Count();
        Acknowledgement answer = _rig.Do(CommandCode.Calibrate, static command => (command.Reference, command.ReferenceScale) = (5_000, new Scale(1, -3, Unit.Newton)), Bridge);
        Assert.Equal(CommandOutcome.Done, answer.Outcome);
        _rig.Run(500);
        Assert.Equal(tellings + 1, _rig.Of<Hello>().Count());
        Assert.Equal(Unit.Newton, _rig.Of<StreamDescription>().Last().Scale.Unit);
    }

    /// <summary>A skin takes its zero once nothing moves, however long that is: then it is stored and told, and not before.</summary>
    [Fact]
    public void Tare_OnlyBegun_IsStoredAndToldWhenItEnds()
    {
        ApplicationRig rig = new() { Compiled = new ConfigurationBytes { HasSkin = true } };
        rig.Start();
        rig.Run(3_000);
        rig.IsWindy = true;
        Assert.Equal(CommandOutcome.Started, rig.Do(CommandCode.Tare, stream: Bridge + 1).Outcome);
        int tellings = rig.Of<Hello>().Count();
        int saves = rig.Store.Saves;
        rig.Run(20_000);
        Assert.Equal((tellings, saves), (rig.Of<Hello>().Count(), rig.Store.Saves));

        rig.IsWindy = false;
        rig.Run(1_000);
        Assert.Equal((tellings + 1, saves + 1), (rig.Of<Hello>().Count(), rig.Store.Saves));
        rig.Run(20_000);
        Assert.Equal((tellings + 1, saves + 1), (rig.Of<Hello>().Count(), rig.Store.Saves));
    }

    [Fact]
    public void Start_StoredConfigurationCrashes_FallsBackThenRunsNoSensorAndIsMendedOverTheWire()
    {
        _rig.Start();
        _rig.Update(new ConfigurationBytes { BoardName = "crashing" }.ToArray());
        _rig.RunThroughRestart();
        _rig.Hear();
        List<(StartMode, string, int)> starts = [];
        for (int start = 0; start < 7; start++)
        {
            starts.Add((_rig.Application.Ledger.Mode, _rig.Application.Configuration.BoardName, _rig.Application.Streams.Length));
            _rig.Run(100);
            _rig.Application.Crash("OutOfMemoryException: in Step");
            _rig.Start();
        }

        (StartMode, string, int)[] expected =
        [
            (StartMode.Normal, "crashing", 1), (StartMode.Normal, "crashing", 1), (StartMode.Normal, "crashing", 1),
            (StartMode.Compiled, "bench", 1), (StartMode.Compiled, "bench", 1), (StartMode.Compiled, "bench", 1), (StartMode.Safe, "bench", 0),
        ];
        Assert.Equal(expected, starts);
        _rig.Run(200);
        Assert.Equal(0, _rig.Of<Hello>().Last().StreamCount);
        Assert.Contains("the run before crashed: OutOfMemoryException: in Step", _rig.Log(LogCode.Crashed));
        Assert.NotEmpty(_rig.Log(LogCode.SafeMode));

        _rig.Update(new ConfigurationBytes { BoardName = "mended" }.ToArray());
        _rig.RunThroughRestart();
        Assert.Equal((StartMode.Normal, "mended"), (_rig.Application.Ledger.Mode, _rig.Application.Configuration.BoardName));
    }

    [Fact]
    public void Update_InSafeModeAfterSeveralBefore_IsWhatRunsNext()
    {
        _rig.Start();
        foreach (string name in new[] { "first", "second", "crashing" })
        {
            _rig.Update(new ConfigurationBytes { BoardName = name }.ToArray());
            _rig.RunThroughRestart();
        }

        while (_rig.Application.Ledger.Mode != StartMode.Safe)
        {
            _rig.Run(100);
            _rig.Application.Crash("OutOfMemoryException: in Step");
            _rig.Start();
        }

        Assert.Equal(CommandOutcome.Started, _rig.Update(new ConfigurationBytes { BoardName = "mended" }.ToArray()).Outcome);
        _rig.RunThroughRestart();
        Assert.Equal((StartMode.Normal, "mended"), (_rig.Application.Ledger.Mode, _rig.Application.Configuration.BoardName));
    }

    [Fact]
    public void Start_LinkOpensLater_TellsTheStartAndTheCrashBeforeThen()
    {
        ApplicationRig rig = new() { OpensClosed = true };
        rig.Start();
        rig.Application.Crash("OutOfMemoryException: in Step");
        rig.Start();
        rig.Run(5_000);
        Assert.Empty(rig.Frames);

        rig.Application.Queue.SetClosed(false);
        rig.Run(3_000);
        Assert.Equal("start 2", Assert.Single(rig.Log(LogCode.Started)));
        Assert.Equal("the run before crashed: OutOfMemoryException: in Step", Assert.Single(rig.Log(LogCode.Crashed)));
        Assert.True(rig.Application.IsConserved());
    }

    [Fact]
    public void Start_StoredConfigurationDamagedInBothPlaces_RunsTheCompiledOne()
    {
        _rig.Start();
        _rig.Update(new ConfigurationBytes { BoardName = "stored" }.ToArray());
        _rig.RunThroughRestart();
        _rig.Hear();
        _rig.Start();
        Assert.Equal("stored", _rig.Application.Configuration.BoardName);
        _rig.Store.Damage(3, 300);
        _rig.Start();
        Assert.Equal("bench", _rig.Application.Configuration.BoardName);
    }

    [Fact]
    public void Start_CompiledConfigurationIsNone_SaysHowToMendIt()
    {
        BoardApplication application = new(new BoardImage([1, 2, 3], "1", default), _rig, _rig.Store, null, _rig.Clock);
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(application.Start);
        Assert.Contains("generate Board.g.cs again", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_LinkTooSlow_DropsByPolicyAndSaysSo()
    {
        ApplicationRig rig = new() { Compiled = new ConfigurationBytes { QueueBytes = 4116, QueuePolicy = EdgeAI.Device.Configuration.QueuePolicyCode.DropOldest } };
        rig.Start();
        rig.TakesFrames = false;
        rig.Run(11_000);
        rig.TakeFrames();
        rig.TakesFrames = true;
        rig.Run(11_000);
        Assert.True(rig.Application.Queue.DroppedOldest > 500);
        Assert.Contains(rig.Log(LogCode.FramesDropped), static text => text.StartsWith("send queue full: the oldest", StringComparison.Ordinal));
        Assert.True(rig.Application.IsConserved());
    }

    [Fact]
    public void Step_FramesLostUnderWay_SaysHowMany()
    {
        _rig.Start();
        _rig.Run(1_000);
        _rig.Application.Queue.CountLost(3);
        _rig.Run(21_000);
        Assert.Equal(["link broke: 3 frames on their way did not arrive"], _rig.Log(LogCode.FramesLost));
    }

    [Fact]
    public void Start_NoSuchLink_FailsSoThatTheBoardComesBackWithItsCompiledConfiguration()
    {
        _rig.HasLink = false;
        Assert.Throws<InvalidOperationException>(_rig.Start);
    }

    [Fact]
    public void Step_EveryTenSeconds_TellsHowLateAStreamIs()
    {
        _rig.Start();
        _rig.Run(21_000);
        Assert.Equal(2, _rig.Log(LogCode.Timing).Count());
        Assert.StartsWith("stream 5 turns 8", _rig.Log(LogCode.Timing).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Step_SteadyState_AllocatesNothing()
    {
        _rig.Start();
        byte[] frame = new byte[5000];
        long allocated = Allocation.Of(() =>
        {
            _rig.Clock.Nanoseconds += Math.Max(1_000, _rig.Application.Step());
            while (_rig.Application.Queue.Take(frame) > 0)
            {
            }
        }, calls: 20_000, warmUpCalls: 5_000);
        Assert.Equal(0, allocated);
    }
}
