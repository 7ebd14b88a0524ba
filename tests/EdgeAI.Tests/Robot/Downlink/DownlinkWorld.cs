using EdgeAI.Gateway.Downlink;
using EdgeAI.Records;
using EdgeAI.Robot.Downlink;
using EdgeAI.Tests.Gateway.Downlink;

namespace EdgeAI.Tests.Robot.Downlink;

/// <summary>
/// A city, a gateway and a robot whose every step a seeded generator chooses, and which it kills at steps that it chooses. What is in
/// memory or on a wire is lost with who is killed; the two journals and the spool stay.
/// </summary>
internal sealed class DownlinkWorld : IDisposable
{
    private const string Robot = "robot-1";

    private readonly Random _random;
    private readonly string _folder;
    private readonly ManualTime _time = new();
    private readonly FakeBus _bus = new();
    private readonly List<byte[]> _unacknowledged = [];
    private readonly List<byte[]> _spool = [];
    private readonly Queue<byte[]> _results = new();
    private readonly List<byte[]> _inbox = [];
    private readonly Dictionary<CommandId, byte[]> _issued = [];
    private GatewayLife? _gateway;
    private RobotCommandJournal? _journal;
    private CommandRunner? _robot;
    private int _gatewaySteps;
    private int _robotSteps;
    private bool _calm;

    public DownlinkWorld(int seed)
    {
        _random = new Random(seed);
        _folder = Directory.CreateTempSubdirectory("edgeai-downlink-").FullName;
    }

    /// <summary>How often each command's handler ran.</summary>
    public Dictionary<CommandId, int> Effects { get; } = [];

    public int GatewayKills { get; private set; }

    public int RobotKills { get; private set; }

    public HashSet<CommandState> Seen { get; } = [];

    /// <summary>The steps at which the robot was killed.</summary>
    public HashSet<RobotStep> Killed { get; } = [];

    public async Task RunAsync(int commands, int actions)
    {
        for (int command = 0; command < commands; command++)
        {
            Issue();
        }

        for (int action = 0; action < actions; action++)
        {
            await ActAsync(_random.Next(9));
        }

        _calm = true;
        for (int round = 0; round < 2000 && !IsSettled(); round++)
        {
            for (int action = 0; action < 7; action++)
            {
                await ActAsync(action);
            }

            _time.Pass(TimeSpan.FromSeconds(round < 50 ? 10 : 3600));
        }

        Assert.True(IsSettled(), "the commands did not come to an end");
    }

    /// <summary>Every command has one end, the city knows it, and it is the truth.</summary>
    public void Check()
    {
        foreach ((CommandId id, byte[] command) in _issued)
        {
            CommandReader.Open(command, out CommandReader reader);
            string name = reader.NameText;
            CommandState[] told = GatewayLife.Told(_spool, id);
            CommandState end = told.Single(static state => state.IsFinal());
            Seen.Add(end);
            Assert.Equal(end, told[^1]);
            Assert.Equal(end, _gateway!.Journal.Find(id)!.State);
            int effects = Effects.GetValueOrDefault(id);
            switch (end)
            {
                case CommandState.Done or CommandState.Failed:
                    Assert.True(name == "repeat" ? effects >= 1 : effects == 1, $"{name} {id} is {end} and had {effects} effects");
                    break;
                case CommandState.Expired or CommandState.Refused:
                    Assert.Equal(0, effects);
                    break;
                case CommandState.Unknown when _gateway!.Journal.Find(id)!.Reason == CommandReason.Forgotten:
                    Assert.True(name == "repeat" || effects <= 1, $"{name} {id} is forgotten and had {effects} effects");
                    break;
                default:
                    Assert.True(effects <= 1 && name != "repeat", $"{name} {id} is {end} and had {effects} effects");
                    break;
            }
        }
    }

    public void Dispose()
    {
        _gateway?.Dispose();
        _journal?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool IsSettled()
        => _gateway is not null && _unacknowledged.Count == 0 && _gateway.Journal.Waiting().Count == 0 && !_gateway.Journal.TryPeekReport(out _, out _);

    private void Issue()
    {
        string[] names = ["once", "once", "once", "repeat", "fail", "nothing"];
        byte[] command = GatewayLife.Command(_time, names[_random.Next(names.Length)], Robot, life: TimeSpan.FromSeconds(_random.Next(5, 400)));
        _issued.Add(GatewayLife.IdOf(command), command);
        _unacknowledged.Add(command);
    }

    private async Task ActAsync(int action)
    {
        try
        {
            await TryActAsync(action);
        }
        catch (KilledException)
        {
            if (_gatewaySteps < 0)
            {
                _gateway?.Dispose();
                _gateway = null;
                GatewayKills++;
            }

            if (_robotSteps < 0)
            {
                _journal?.Dispose();
                (_journal, _robot) = (null, null);
                _results.Clear();
                _inbox.Clear();
                _bus.Drain();
                _bus.Unsubscribe(Topics.Commands(GatewayLife.Site, Robot));
                RobotKills++;
            }

            (_gatewaySteps, _robotSteps) = (_random.Next(1, 40), _random.Next(1, 12));
        }
    }

    private async Task TryActAsync(int action)
    {
        GatewayLife gateway = _gateway ??= StartGateway();
        CommandRunner robot = _robot ??= StartRobot();
        switch (action)
        {
            case 0 when _unacknowledged.Count > 0:
                byte[] command = _unacknowledged[_random.Next(_unacknowledged.Count)];
                Assert.NotEqual(ReceiveOutcome.Malformed, gateway.Desk.Accept(command, isLocal: false));

                // The acknowledgement may be lost: then it is delivered again.
                if (_calm || _random.Next(3) > 0)
                {
                    _unacknowledged.Remove(command);
                }

                break;
            case 1:
                gateway.Desk.Step();
                break;
            case 2:
                await gateway.Forwarder.DrainAsync();
                break;
            case 3:
                _bus.Subscribe(Robot, Topics.Commands(GatewayLife.Site, Robot));
                break;
            case 4:
                _inbox.AddRange(_bus.Drain());
                while (_inbox.Count > 0)
                {
                    byte[] next = _inbox[_random.Next(_inbox.Count)];
                    _inbox.Remove(next);
                    robot.Take(next);
                }

                break;
            case 5:
                await robot.RunOneAsync();
                break;
            case 6 when _results.Count > 0:
                gateway.Desk.Answer(Robot, _results.Peek());
                _results.Dequeue();
                break;
            case 7:
                _time.Pass(TimeSpan.FromSeconds(_random.Next(1, 20)));
                break;
            case 8:
                _results.Clear();
                break;
        }
    }

    private GatewayLife StartGateway()
    {
        DownlinkOptions options = GatewayLife.OptionsIn(Path.Combine(_folder, "gateway"), _time) with
        {
            SendWindow = 3,
            AtStep = _ =>
            {
                if (!_calm && --_gatewaySteps < 0)
                {
                    throw new KilledException();
                }
            },
        };
        return new GatewayLife(options, _bus, _spool);
    }

    private CommandRunner StartRobot()
    {
        // So small that it must forget, and is cut off in that, too.
        _journal = RobotCommandJournal.Open(Path.Combine(_folder, "robot"), _time.UtcNanoseconds, capacity: 4, atStep: CountStep);
        ICommandHandler[] handlers = [new CountingHandler("once", false, false, Effects), new CountingHandler("repeat", true, false, Effects), new CountingHandler("fail", false, true, Effects)];
        return new CommandRunner(Robot, _journal, handlers, _results.Enqueue, _time, CountStep);
    }

    private void CountStep(RobotStep step)
    {
        if (!_calm && --_robotSteps < 0)
        {
            Killed.Add(step);
            throw new KilledException();
        }
    }
}
