using EdgeAI.Records;
using EdgeAI.Robot.Downlink;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Downlink;

namespace EdgeAI.Tests.Robot.Downlink;

public sealed class CommandRunnerTests : IDisposable
{
    private const string Robot = "robot-1";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly List<byte[]> _results = [];
    private readonly Dictionary<CommandId, int> _effects = [];
    private RobotCommandJournal? _journal;

    [Fact]
    public async Task Command_NewThenRepeated_RunsOnceAndIsAnsweredFromTheJournal()
    {
        CommandRunner robot = Live();
        byte[] command = GatewayLife.Command(_time, "once", Robot);
        robot.Take(command);
        robot.Take(command);
        Assert.True(await robot.RunOneAsync());
        Assert.False(await robot.RunOneAsync());
        robot.Take(command);
        Live().Take(command);

        Assert.Equal([CommandState.Delivered, CommandState.Delivered, CommandState.Executing, CommandState.Done, CommandState.Done, CommandState.Done], States());
        Assert.Equal(1, Assert.Single(_effects).Value);
        Assert.Equal(_results[3], _results[5]);
    }

    [Theory]
    [InlineData(1, "once", CommandState.Done, 1)]
    [InlineData(2, "once", CommandState.Unknown, 0)]
    [InlineData(3, "once", CommandState.Unknown, 1)]
    [InlineData(4, "once", CommandState.Done, 1)]
    [InlineData(1, "repeat", CommandState.Done, 1)]
    [InlineData(2, "repeat", CommandState.Done, 1)]
    [InlineData(3, "repeat", CommandState.Done, 2)]
    [InlineData(4, "repeat", CommandState.Done, 1)]
    public async Task Robot_CutOffAtStep_TellsTheTruthInItsNextLife(int step, string name, CommandState end, int effects)
    {
        byte[] command = GatewayLife.Command(_time, name, Robot);
        CommandRunner first = Live(now =>
        {
            if ((int)now == step - 1)
            {
                throw new KilledException();
            }
        });
        first.Take(command);
        await Assert.ThrowsAsync<KilledException>(first.RunOneAsync);

        CommandRunner second = Live();
        second.Take(command);
        await second.RunOneAsync();
        second.Take(command);

        Assert.Equal(end, States()[^1]);
        Assert.Equal(effects, _effects.GetValueOrDefault(GatewayLife.IdOf(command)));
    }

    [Fact]
    public async Task Command_Late_IsExpiredForEverAlsoAfterTheClockWentBack()
    {
        byte[] command = GatewayLife.Command(_time, "once", Robot);
        _time.Pass(TimeSpan.FromHours(1));
        CommandRunner robot = Live();
        robot.Take(command);
        _time.Jump = TimeSpan.FromHours(-1);
        robot.Take(command);

        Assert.False(await robot.RunOneAsync());
        Assert.Equal([CommandState.Expired, CommandState.Expired], States());
        Assert.Equal(CommandReason.ExpiredAtRobot, Result(0).Reason);
    }

    [Fact]
    public async Task Command_LateWhileItWaited_IsNotBegun()
    {
        CommandRunner robot = Live();
        robot.Take(GatewayLife.Command(_time, "once", Robot));
        _time.Pass(TimeSpan.FromHours(1));

        await robot.RunOneAsync();

        Assert.Equal([CommandState.Delivered, CommandState.Expired], States());
        Assert.Empty(_effects);
    }

    [Fact]
    public async Task Command_UnknownOrBadOrFailing_IsNamed()
    {
        CommandRunner robot = Live();
        robot.Take(GatewayLife.Command(_time, "nothing", Robot));
        robot.Take(GatewayLife.Command(_time, "ping", Robot, arguments: new byte[2000]));
        robot.Take(GatewayLife.Command(_time, "fail", Robot));
        await robot.RunOneAsync();

        Assert.Equal((CommandState.Refused, CommandReason.UnknownCommand), (Result(0).State, Result(0).Reason));
        Assert.Equal((CommandState.Refused, CommandReason.BadArguments), (Result(1).State, Result(1).Reason));
        Assert.Equal((CommandState.Failed, CommandReason.HandlerFailed), (Result(4).State, Result(4).Reason));
        Assert.Equal("it did not work"u8, Result(4).Detail);
    }

    [Fact]
    public async Task Ping_AnswersWithItsArguments()
    {
        CommandRunner robot = Live();
        robot.Take(GatewayLife.Command(_time, "ping", Robot, arguments: [1, 2, 3]));
        await robot.RunOneAsync();

        Assert.Equal(CommandState.Done, Result(2).State);
        Assert.Equal([1, 2, 3], Result(2).Detail.ToArray());
    }

    [Fact]
    public void Command_ForAnotherRobotOrNone_IsCountedAndNotAnswered()
    {
        CommandRunner robot = Live();
        robot.Take(GatewayLife.Command(_time, "once", "robot-2"));
        robot.Take([1, 2, 3]);

        Assert.Equal(2, robot.Strangers);
        Assert.Empty(_results);
    }

    [Fact]
    public async Task Command_IssuedBeforeTheJournalWasDamaged_IsUnknownAndNotRun()
    {
        byte[] old = GatewayLife.Command(_time, "once", Robot);
        Live();
        await DamageAsync();

        _time.Pass(TimeSpan.FromSeconds(1));
        CommandRunner robot = Live();
        robot.Take(old);
        _time.Pass(TimeSpan.FromSeconds(1));
        robot.Take(GatewayLife.Command(_time, "once", Robot));

        Assert.Equal((CommandState.Unknown, CommandReason.JournalDamaged), (Result(0).State, Result(0).Reason));
        Assert.Equal(CommandState.Delivered, Result(1).State);
    }

    [Fact]
    public async Task Command_JournalDamagedAndClockBehind_WaitsUntilTheClockIsSet()
    {
        byte[] old = GatewayLife.Command(_time, "once", Robot);
        byte[] repeatable = GatewayLife.Command(_time, "repeat", Robot);
        Live();
        await DamageAsync();
        _time.Pass(TimeSpan.FromSeconds(10));
        _time.Jump = TimeSpan.FromDays(-1);
        CommandRunner robot = Live();

        robot.Take(old);
        robot.Take(repeatable);
        Assert.Equal([CommandState.Delivered], States());
        Assert.Equal(1, robot.NotTaken);
        Assert.Contains("clock", robot.LastError, StringComparison.Ordinal);

        _time.Jump = TimeSpan.Zero;
        _time.Pass(TimeSpan.FromSeconds(10));
        robot.Take(old);
        robot.Take(GatewayLife.Command(_time, "once", Robot));

        Assert.Equal((CommandState.Unknown, CommandReason.JournalDamaged), (Result(1).State, Result(1).Reason));
        Assert.Equal(CommandState.Delivered, Result(2).State);
    }

    [Fact]
    public async Task Command_JournalDamagedWhileTheClockWasRight_IsInDoubtUpToTheLastThingThatIsKnown()
    {
        byte[] old = GatewayLife.Command(_time, "once", Robot);
        _time.Pass(TimeSpan.FromSeconds(10));
        Live();
        await DamageAsync(_time.UtcNanoseconds);
        _time.Jump = TimeSpan.FromDays(-1);
        Live().Take(old);

        Assert.Equal((CommandState.Unknown, CommandReason.JournalDamaged), (Result(0).State, Result(0).Reason));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Robot_CutOffWhileItForgets_RunsNothingASecondTime(int step)
    {
        byte[][] old = [GatewayLife.Command(_time, "once", Robot), GatewayLife.Command(_time, "once", Robot)];
        bool isArmed = false;
        _journal = RobotCommandJournal.Open(_folder.Path, _time.UtcNanoseconds, capacity: 2, atStep: now =>
        {
            if (isArmed && (int)now == step)
            {
                throw new KilledException();
            }
        });
        CommandRunner first = NewRunner();
        foreach (byte[] command in old)
        {
            first.Take(command);
            Assert.True(await first.RunOneAsync());
        }

        isArmed = true;
        _time.Pass(TimeSpan.FromHours(1));
        byte[] next = GatewayLife.Command(_time, "once", Robot);
        Assert.Throws<KilledException>(() => first.Take(next));

        CommandRunner second = Live();
        _results.Clear();
        second.Take(old[0]);
        second.Take(next);
        Assert.True(await second.RunOneAsync());

        // The old file knows it, the new one knows that it forgot it: neither says that nothing was done.
        Assert.Equal(step == 4 ? (CommandState.Done, CommandReason.None) : (CommandState.Unknown, CommandReason.Forgotten), (Result(0).State, Result(0).Reason));
        Assert.All(_effects.Values, static effects => Assert.Equal(1, effects));
        Assert.Equal(3, _effects.Count);
    }

    [Fact]
    public async Task Commands_OneThatThrowsWhatNobodyExpects_HoldsUpNoOther()
    {
        bool isArmed = true;
        _journal = RobotCommandJournal.Open(_folder.Path, _time.UtcNanoseconds);
        await using CommandRunner robot = new(Robot, _journal, [new CountingHandler("once", false, false, _effects)], Add, _time, step =>
        {
            if (step == RobotStep.BeforeBegin && isArmed)
            {
                isArmed = false;
                throw new InvalidOperationException("nobody expects this");
            }
        });
        robot.Start();
        byte[] last = GatewayLife.Command(_time, "once", Robot);
        robot.Take(GatewayLife.Command(_time, "once", Robot));
        robot.Take(last);

        await Eventually.HoldsAsync(() => EndOf(last) == CommandState.Done, "the next command is done");
        Assert.EndsWith("nobody expects this", robot.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_Started_RunByThemselvesAndALongOneHoldsUpNoShortOne()
    {
        TaskCompletionSource longer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _journal = RobotCommandJournal.Open(_folder.Path, _time.UtcNanoseconds);
        await using CommandRunner robot = new(Robot, _journal, [new WaitingHandler("long", longer.Task), new CountingHandler("once", false, false, _effects)], Add, _time);
        robot.Start();
        byte[] slow = GatewayLife.Command(_time, "long", Robot);
        byte[] quick = GatewayLife.Command(_time, "once", Robot);
        robot.Take(slow);
        robot.Take(quick);

        await Eventually.HoldsAsync(() => EndOf(quick) == CommandState.Done, "the short command is done");
        Assert.NotEqual(CommandState.Done, EndOf(slow));
        longer.SetResult();
        await Eventually.HoldsAsync(() => EndOf(slow) == CommandState.Done, "the long command is done");
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _folder.Dispose();
    }

    /// <summary>Damages the journal in its middle: entries of that time are still readable.</summary>
    private async Task DamageAsync(long at = 1)
    {
        _journal!.Note(CommandId.Draw(), new JournalEntry(1, at, CommandState.Executing, CommandReason.None, []));
        _journal.Note(CommandId.Draw(), new JournalEntry(1, at, CommandState.Executing, CommandReason.None, []));
        _journal.Dispose();
        string path = Path.Combine(_folder.Path, RobotCommandJournal.FileName);
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[50] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
    }

    private void Add(byte[] result)
    {
        lock (_results)
        {
            _results.Add(result);
        }
    }

    private CommandState? EndOf(byte[] command)
    {
        lock (_results)
        {
            CommandId id = GatewayLife.IdOf(command);
            return Enumerable.Range(0, _results.Count).Where(index => Result(index).Id == id).Select(index => (CommandState?)Result(index).State).LastOrDefault();
        }
    }

    private CommandState[] States() => [.. Enumerable.Range(0, _results.Count).Select(index => Result(index).State)];

    private CommandResultReader Result(int index)
    {
        Assert.Equal(CommandResultRejection.None, CommandResultReader.OpenMessage(_results[index], out CommandResultReader result));
        return result;
    }

    private CommandRunner Live(Action<RobotStep>? atStep = null)
    {
        _journal?.Dispose();
        _journal = RobotCommandJournal.Open(_folder.Path, _time.UtcNanoseconds);
        return NewRunner(atStep);
    }

    private CommandRunner NewRunner(Action<RobotStep>? atStep = null)
    {
        ICommandHandler[] handlers = [new PingHandler(), new CountingHandler("once", false, false, _effects), new CountingHandler("repeat", true, false, _effects), new CountingHandler("fail", false, true, _effects)];
        return new CommandRunner(Robot, _journal!, handlers, Add, _time, atStep);
    }
}
