using EdgeAI.Device.Application;

namespace EdgeAI.Tests.Device.Application;

public sealed class StartLedgerTests
{
    private readonly TearingStore _store = new();

    [Fact]
    public void Begin_FirstEver_IsNormalAndNoCrash()
    {
        StartLedger ledger = Start();
        Assert.Equal((1, StartMode.Normal, false), (ledger.Boot, ledger.Mode, ledger.CrashedBefore));
    }

    [Fact]
    public void Begin_EachStart_HasAnotherNumber()
    {
        for (int start = 1; start <= 70000; start++)
        {
            StartLedger ledger = Start(byPowerOn: true);
            Assert.Equal((ushort)start, ledger.Boot);
        }
    }

    [Fact]
    public void Begin_CrashesInARow_FallsBackThenRunsNoSensor()
    {
        StartMode[] modes = [.. Enumerable.Range(0, 8).Select(_ => Start().Mode)];
        Assert.Equal(
            [StartMode.Normal, StartMode.Normal, StartMode.Normal, StartMode.Compiled, StartMode.Compiled, StartMode.Compiled, StartMode.Safe, StartMode.Safe],
            modes);
    }

    [Fact]
    public void BecomeStable_BetweenCrashes_CountsAnew()
    {
        for (int start = 0; start < 20; start++)
        {
            StartLedger ledger = Start();
            Assert.Equal(StartMode.Normal, ledger.Mode);
            if (start % 2 == 1)
            {
                ledger.BecomeStable();
            }
        }
    }

    [Theory]
    [InlineData(3, StartMode.Compiled)]
    [InlineData(6, StartMode.Safe)]
    public void BecomeStable_AfterFallingBack_StaysThereUntilACommand(int crashes, StartMode mode)
    {
        for (int start = 0; start < crashes; start++)
        {
            Start();
        }

        for (int start = 0; start < 5; start++)
        {
            StartLedger ledger = Start(byPowerOn: true);
            Assert.Equal(mode, ledger.Mode);
            ledger.BecomeStable();
        }

        Start(byPowerOn: true).EndByCommand();
        Assert.Equal(StartMode.Normal, Start().Mode);
    }

    [Fact]
    public void Begin_SwitchedOffAndOnAgain_IsNoCrash()
    {
        for (int start = 0; start < 20; start++)
        {
            StartLedger ledger = Start(byPowerOn: true);
            Assert.Equal((StartMode.Normal, false), (ledger.Mode, ledger.CrashedBefore));
        }
    }

    [Fact]
    public void Begin_AfterACommand_IsNoCrash()
    {
        for (int start = 0; start < 20; start++)
        {
            StartLedger ledger = Start();
            Assert.Equal((StartMode.Normal, false), (ledger.Mode, ledger.CrashedBefore));
            ledger.EndByCommand();
        }
    }

    [Fact]
    public void EndByCrash_NextStart_TellsWhatItSaid()
    {
        Start().EndByCrash("IndexOutOfRangeException\r\nin Read\u00e9");
        StartLedger after = Start(byPowerOn: true);
        Assert.True(after.CrashedBefore);
        Assert.Equal("IndexOutOfRangeExceptionin Read", after.Crash.ToString());
        after.EndByCommand();
        Assert.Equal("", Start().Crash.ToString());
    }

    [Fact]
    public void EndByCrash_LongerThanALogRecord_IsCut()
    {
        Start().EndByCrash(new string('x', 1000));
        Assert.Equal(200, Start().Crash.Count);
    }

    [Fact]
    public void Begin_StoreBroken_SaysThatItIsNotKept()
    {
        _store.IsBroken = true;
        StartLedger ledger = Start();
        Assert.False(ledger.IsKept);
        Assert.Equal(StartMode.Normal, ledger.Mode);
    }

    /// <summary>Without a count two starts would look the same to the robot; by chance they do not.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Begin_StoreBroken_TakesTheNumberThatChanceGives(int startsBefore)
    {
        for (int start = 0; start < startsBefore; start++)
        {
            Start(byPowerOn: true);
        }

        _store.IsBroken = true;
        foreach (ushort chance in (ushort[])[40_001, 7, 65_535])
        {
            Assert.Equal(chance, Start(byPowerOn: true, chance).Boot);
        }

        _store.IsBroken = false;
        Assert.Equal(startsBefore + 1, Start(byPowerOn: true, 40_001).Boot);
    }

    [Fact]
    public void BeginRow_AfterCrashesOfAnotherConfiguration_CountsFromThisStart()
    {
        for (int start = 0; start < 3; start++)
        {
            Start();
        }

        StartLedger ledger = Start();
        Assert.Equal(StartMode.Compiled, ledger.Mode);
        ledger.BeginRow();
        Assert.Equal(StartMode.Normal, ledger.Mode);
        Assert.Equal([StartMode.Normal, StartMode.Normal, StartMode.Compiled], [Start().Mode, Start().Mode, Start().Mode]);
    }

    [Fact]
    public void Begin_PowerCutsWhileWriting_NeverRepeatsTheNumberOfTheRunBefore()
    {
        Random random = new(7);
        int last = -1;
        for (int start = 0; start < 2000; start++)
        {
            _store.BytesUntilPowerCut = random.Next(40);
            StartLedger ledger = Start();
            if (ledger.IsKept)
            {
                Assert.NotEqual(last, ledger.Boot);
                last = ledger.Boot;
            }

            _store.BytesUntilPowerCut = int.MaxValue;
            if (random.Next(3) == 0)
            {
                ledger.BecomeStable();
            }
        }
    }

    private StartLedger Start(bool byPowerOn = false, ushort chance = 0)
    {
        StartLedger ledger = new(_store, 0);
        ledger.Begin(byPowerOn, chance);
        return ledger;
    }
}
