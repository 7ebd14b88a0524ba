using EdgeAI.Device.Application;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Application;

/// <summary>A new configuration on whose link nobody hears the board gives way to the one before it.</summary>
public sealed class ConfigurationTrialTests
{
    private const int TrialPlace = 6;
    private const long Second = 1_000_000_000;

    // As CONFIGURATION.md says.
    private const long HeardWithin = 300 * Second;
    private const int MostStarts = 3;
    private const long JustBefore = HeardWithin - (2 * Second);

    private static readonly byte[] New = new ConfigurationBytes { BoardName = "new" }.ToArray();

    private readonly ApplicationRig _rig = new();

    public static TheoryData<string> Ends => ["crash", "power cut", "reset without a word"];

    [Fact]
    public void Update_RobotHeardUnderIt_IsKeptForEverAndSaidSo()
    {
        Begin();
        _rig.Pass(JustBefore);
        _rig.Hear();
        _rig.Run(100);
        Assert.Equal("the robot was heard under the new configuration: it is kept", Assert.Single(_rig.Log(LogCode.ConfigurationKept)));
        for (int start = 0; start < 5; start++)
        {
            _rig.StartedByPowerOn = true;
            _rig.Start();
            _rig.Pass(HeardWithin + Second);
            Assert.Equal(("new", false), (Runs, _rig.IsRestarting));
        }
    }

    [Fact]
    public void Update_RobotNotHeardInTime_GoesBackAndSaysSoOnceTheRobotIsHeard()
    {
        Begin();
        _rig.Pass(JustBefore);
        Assert.False(_rig.IsRestarting);
        _rig.Pass(3 * Second);
        Assert.True(_rig.IsRestarting);
        _rig.Start();
        _rig.Run(2_000);
        Assert.Equal(("bench", StartMode.Normal, false), (Runs, _rig.Application.Ledger.Mode, _rig.Application.Ledger.CrashedBefore));
        Assert.Empty(_rig.Log(LogCode.ConfigurationSetAside));

        // The robot may come much later, after further starts.
        _rig.Start();
        _rig.Pass(HeardWithin + Second);
        Assert.False(_rig.IsRestarting);
        _rig.Hear();
        const string Said = "new configuration given up: the robot was not heard under it within 300 s; the one before runs";
        Assert.Equal(Said, Assert.Single(_rig.Log(LogCode.ConfigurationSetAside)));
        _rig.Start();
        _rig.Hear();
        Assert.Single(_rig.Log(LogCode.ConfigurationSetAside));
        Assert.Equal("bench", Runs);
    }

    /// <summary>The time of one run never comes to its end where the board is started again and again: so the starts are counted.</summary>
    [Theory]
    [MemberData(nameof(Ends))]
    public void Update_RobotNotHeard_GoesBackAfterThreeStartsHoweverTheyEnd(string end)
    {
        Begin();
        for (int start = 1; start <= MostStarts; start++)
        {
            Assert.Equal(("new", StartMode.Normal), (Runs, _rig.Application.Ledger.Mode));
            _rig.Pass(JustBefore);
            _rig.StartedByPowerOn = end == "power cut";
            if (end == "crash")
            {
                _rig.Application.Crash("OutOfMemoryException: in Step");
            }

            _rig.Start();
        }

        Assert.Equal(("bench", StartMode.Normal), (Runs, _rig.Application.Ledger.Mode));
        _rig.Hear();
        const string Said = "new configuration given up: 3 starts under it ended before the robot was heard; the one before runs";
        Assert.Equal(Said, Assert.Single(_rig.Log(LogCode.ConfigurationSetAside)));
    }

    /// <summary>Crashes of the settled configuration count anew after those of the one on trial, and count at all.</summary>
    [Fact]
    public void Update_CrashesUnheardAndSoDoesTheOneBefore_ComesToTheCompiledOne()
    {
        Begin("before");
        _rig.Hear();
        Begin();
        List<(string, StartMode)> starts = [];
        for (int start = 0; start < 7; start++)
        {
            starts.Add((Runs, _rig.Application.Ledger.Mode));
            _rig.Application.Crash("OutOfMemoryException: in Step");
            _rig.Start();
        }

        (string, StartMode)[] expected =
        [
            ("new", StartMode.Normal), ("new", StartMode.Normal), ("new", StartMode.Normal),
            ("before", StartMode.Normal), ("before", StartMode.Normal), ("before", StartMode.Normal), ("bench", StartMode.Compiled),
        ];
        Assert.Equal(expected, starts);
    }

    /// <summary>On the topic of another board there are robots to be heard, too, and they talk to that one.</summary>
    [Fact]
    public void Update_RobotTalksToOthers_IsNotHeard()
    {
        Begin();
        _rig.Send(new TimeRequest { TargetBoard = 4 });
        _rig.Send(new HelloRequest { TargetBoard = BoardAddress.EveryBoard });
        _rig.Run(100);
        _rig.Pass(HeardWithin);
        Assert.True(_rig.IsRestarting);
    }

    /// <summary>Who sends a configuration was heard, also where its only piece is the first word.</summary>
    [Fact]
    public void Update_FirstWordUnderTheOneOnTrial_IsAnotherThatMayGoBackToIt()
    {
        Begin();
        Begin("newer");
        Assert.Equal("newer", Runs);
        _rig.Pass(HeardWithin + Second);
        _rig.Start();
        Assert.Equal("new", Runs);
    }

    [Fact]
    public void Update_AfterOneWasGivenUp_IsTriedAndTheOldWordIsNotSaid()
    {
        Begin();
        _rig.Pass(HeardWithin + Second);
        _rig.Start();
        Begin("newer");
        _rig.Hear();
        _rig.Start();
        Assert.Equal("newer", Runs);
    }

    [Fact]
    public void Update_LinkThatTheBoardLacks_GoesBack()
    {
        _rig.Start();
        _rig.Update(New, 1_000);
        _rig.Run(10_000);
        _rig.HasLink = false;
        for (int start = 0; start < MostStarts; start++)
        {
            Assert.Throws<InvalidOperationException>(_rig.Start);
            _rig.Application.Crash("InvalidOperationException: this board has no such link");
        }

        _rig.HasLink = true;
        _rig.Start();
        Assert.Equal(("bench", StartMode.Normal), (Runs, _rig.Application.Ledger.Mode));
    }

    [Fact]
    public void Start_CannotBeCounted_RunsTheOneBeforeAndSaysSo()
    {
        _rig.Start();
        _rig.Update(New, 1_000);
        _rig.Run(10_000);
        _rig.Store.IsBroken = true;
        _rig.Start();
        Assert.Equal("bench", Runs);
        _rig.Hear();
        Assert.EndsWith("a start under it could not be stored; the one before runs", Assert.Single(_rig.Log(LogCode.ConfigurationSetAside)), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_NewOneCannotBeDecoded_RunsTheOneBeforeAndSaysSo()
    {
        byte[] spoiled = [.. New, 0];
        spoiled[^2] ^= 1;
        Assert.True(new StoredRecord(_rig.Store, TrialPlace, 9_000).Save(spoiled, spoiled.Length));
        _rig.Start();
        Assert.Equal("bench", Runs);
        _rig.Hear();
        Assert.EndsWith("this firmware cannot decode it; the one before runs", Assert.Single(_rig.Log(LogCode.ConfigurationSetAside)), StringComparison.Ordinal);
    }

    [Fact]
    public void Hear_CannotBeStored_GoesOnAndSaysSo()
    {
        Begin();
        _rig.Store.IsBroken = true;
        _rig.Hear();
        _rig.Run(100);
        Assert.Contains(_rig.Log(LogCode.StoreFailed), static text => text.StartsWith("the new configuration could not be stored for good", StringComparison.Ordinal));
        _rig.Pass(HeardWithin + Second);
        Assert.False(_rig.IsRestarting);
    }

    /// <summary>Whatever a cut leaves at the start that counts the trial: the new one runs once the power is back, is kept once heard, and given up where it is not.</summary>
    [Fact]
    public void Start_PowerCutAtEachByte_LeavesTheTrialOpen()
    {
        for (int cut = 0; cut <= New.Length + 40; cut++)
        {
            foreach (bool isHeard in (bool[])[true, false])
            {
                ApplicationRig rig = new();
                rig.Start();
                rig.Update(New, 1_000);
                rig.Run(10_000);
                rig.Store.BytesUntilPowerCut = cut;
                rig.Start();
                PowerBack(rig);
                Assert.Equal("new", rig.Application.Configuration.BoardName);
                AssertEnds(rig, isHeard);
            }
        }
    }

    [Fact]
    public void Hear_PowerCutAtEachByte_KeepsTheNewOne()
    {
        for (int cut = 0; cut <= New.Length + 40; cut++)
        {
            ApplicationRig rig = new();
            Begin(rig, New);
            rig.Store.BytesUntilPowerCut = cut;
            rig.Hear();
            PowerBack(rig);
            Assert.Equal("new", rig.Application.Configuration.BoardName);
            AssertEnds(rig, isHeard: true);
        }
    }

    [Fact]
    public void SetAside_PowerCutAtEachByte_ComesBackToTheOneBefore()
    {
        List<string> after = [];
        for (int cut = 0; cut <= 60; cut++)
        {
            ApplicationRig rig = new();
            Begin(rig, New);
            rig.Store.BytesUntilPowerCut = cut;
            rig.Pass(HeardWithin + Second);
            PowerBack(rig);
            after.Add(rig.Application.Configuration.BoardName);
            AssertEnds(rig, isHeard: false);
        }

        Assert.Equal(["new", "bench"], after.Distinct());
    }

    [Fact]
    public void Step_WhileOnTrialAndHeard_AllocatesNothing()
    {
        Begin();
        _rig.Hear();
        Assert.Equal(0, Allocation.Of(() => _rig.Application.Step(), calls: 10_000, warmUpCalls: 1_000));
    }

    private string Runs => _rig.Application.Configuration.BoardName;

    private static void Begin(ApplicationRig rig, byte[] configuration)
    {
        rig.Start();
        Assert.Equal(CommandOutcome.Started, rig.Update(configuration, 1_000).Outcome);
        rig.RunThroughRestart();
    }

    private static void PowerBack(ApplicationRig rig)
    {
        rig.Store.BytesUntilPowerCut = int.MaxValue;
        rig.StartedByPowerOn = true;
        rig.Start();
    }

    private static void AssertEnds(ApplicationRig rig, bool isHeard)
    {
        for (int start = 0; start <= MostStarts; start++)
        {
            if (isHeard)
            {
                rig.Hear();
            }

            rig.Pass(HeardWithin + Second);
            rig.Start();
        }

        rig.Pass(HeardWithin + Second);
        Assert.Equal((isHeard ? "new" : "bench", false), (rig.Application.Configuration.BoardName, rig.IsRestarting));
    }

    private void Begin(string name = "new")
    {
        if (_rig.Frames.Count == 0)
        {
            _rig.Start();
        }

        Assert.Equal(CommandOutcome.Started, _rig.Update(new ConfigurationBytes { BoardName = name }.ToArray(), 1_000).Outcome);
        _rig.RunThroughRestart();
    }
}
