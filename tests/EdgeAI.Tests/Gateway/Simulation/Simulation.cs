using EdgeAI.Gateway;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>
/// One run: robots, a gateway and its upstream on one thread, whose every next step a seeded scheduler draws: publishing, storing, failing,
/// sending, answering, refusing, losing connections, stopping, losing power. Then everything is mended and drained, and the city judges. The
/// same seed is the same run.
/// </summary>
internal sealed class Simulation : IDisposable
{
    private const int Robots = 2;
    private const int Steps = 160;
    private const int BatchesPerRobot = 30;
    private const int MaximumRounds = 3000;

    private readonly SimulatedDisk _disk;
    private readonly PlantedBug _bug;
    private readonly Random _random;
    private readonly List<string>? _log;
    private readonly SimulatedTime _time = new();
    private readonly SimulatedCity _city;
    private readonly SimulatedRobot[] _robots = [.. Enumerable.Range(0, Robots).Select(board => new SimulatedRobot((ushort)board))];
    private readonly SpoolOptions _spoolOptions;
    private readonly UplinkOptions _uplinkOptions;
    private SimulatedGateway? _gateway;
    private bool _refused;

    private Simulation(int seed, SimulatedDisk disk, PlantedBug bug, List<string>? log)
    {
        _disk = disk;
        _bug = bug;
        _log = log;
        _random = new Random(seed);
        _city = new SimulatedCity(hidesLosses: bug == PlantedBug.HidesLosses);
        bool drops = _random.Next(4) == 0;
        _spoolOptions = new SpoolOptions
        {
            Folder = disk.Folder,
            Gateway = "gateway",
            Time = _time,
            Vfs = disk.Vfs,
            WithoutSync = bug == PlantedBug.DoesNotSync,
            IsStepped = true,
            ReserveBytes = 0,
            QueueCapacity = _random.Next(2, 20),
            MaximumGroupRecords = _random.Next(4, 60),
            Retention = !drops ? new SpoolRetention() : new SpoolRetention { Bulk = new LaneLimits { MaximumBytes = 4 << 10 }, Telemetry = new LaneLimits { MaximumAge = TimeSpan.FromSeconds(20) } },
        };
        _uplinkOptions = new UplinkOptions
        {
            Window = _random.Next(1, 7),
            BatchRecords = _random.Next(1, 20),
            BatchBytes = 1 << 14,
            CompressionLevel = _random.Next(10) == 0 ? 1 : 0,
            BacklogThreshold = _random.Next(40),
            Linger = TimeSpan.FromMilliseconds(_random.Next(6)),
            InitialBackoff = TimeSpan.FromMilliseconds(10),
            MaximumBackoff = TimeSpan.FromMilliseconds(20),
            JitterSeed = seed,
        };
    }

    private SimulatedGateway Gateway => _gateway!;

    /// <summary>Runs a seed.</summary>
    /// <param name="seed">What all is drawn from.</param>
    /// <param name="disk">A disk that nobody else uses meanwhile; what it holds is gone.</param>
    /// <param name="bug">The mistake that is made, if one is.</param>
    /// <param name="log">Takes every step in words; nothing for a run that only wants to know.</param>
    /// <returns>What was wrong; nothing when all was right.</returns>
    public static string? Run(int seed, SimulatedDisk disk, PlantedBug bug, List<string>? log = null)
    {
        disk.Format(seed);
        using Simulation simulation = new(seed, disk, bug, log);
        try
        {
            return simulation.Run();
        }
        catch (GatewayException exception)
        {
            return $"the gateway does not start again: {exception.Message}";
        }
    }

    public void Dispose() => _gateway?.Dispose();

    private string? Run()
    {
        StartGateway();
        foreach (SimulatedRobot robot in _robots)
        {
            robot.Outbox.Allow(BatchesPerRobot);
            robot.Connect();
        }

        for (int step = 0; step < Steps && _city.Wrong is null; step++)
        {
            Step();
        }

        Drain();
        _city.Judge([.. _robots.Select(robot => robot.Outbox)]);
        return _city.Wrong;
    }

    private void Step()
    {
        SimulatedRobot robot = _robots[_random.Next(Robots)];
        switch (_random.Next(100))
        {
            case < 18:
                Log("robot sends", robot.Link.IsOpen && robot.TrySend(_time.Elapsed), robot);
                break;
            case < 34:
                Log("gateway receives", Try(robot.Link.HasPublished, () => Gateway.Receive(robot)), robot);
                break;
            case < 48:
                Log("writer steps", Gateway.Write());
                break;
            case < 58:
                Log("robot hears", Try(robot.Link.HasAnswers, () => Hear(robot)), robot);
                break;
            case < 68:
                Log("uplink sends", Gateway.TrySend());
                break;
            case < 77:
                Log("upstream answers", Try(Gateway.Uplink.HasPublished, () => UpstreamTakes(accepts: _random.Next(8) > 0)));
                break;
            case < 84:
                Log("uplink hears", Try(Gateway.Uplink.HasAnswers, () => UplinkHears(repeated: _random.Next(6) == 0)));
                break;
            case < 87:
                Log("uplink hears something stale", Try(Gateway.Uplink.IsOpen && Gateway.Uplink.HasStale, Gateway.TakeStale));
                break;
            case < 92:
                PassTime();
                break;
            default:
                Trouble(robot);
                break;
        }
    }

    private void Trouble(SimulatedRobot robot)
    {
        switch (_random.Next(10))
        {
            case 0 or 1:
                Log(robot.Link.IsOpen ? "robot loses its connection" : "robot connects", true, robot);
                ToggleRobot(robot);
                break;
            case 2 or 3 or 4:
                Log(Gateway.Uplink.IsOpen ? "uplink loses its connection" : "uplink connects", true);
                ToggleUplink();
                break;
            case 5:
                Gateway.FailsCommit = true;
                Log("the next commit fails", true);
                break;
            case 6:
                _disk.FailsSync = !_disk.FailsSync;
                Log(_disk.FailsSync ? "syncs fail" : "syncs succeed again", true);
                break;
            case 7:
                _disk.IsFull = !_disk.IsFull;
                Log(_disk.IsFull ? "the disk is full" : "the disk has room again", true);
                break;
            case 8:
                Log("stop and start", true);
                Restart(losesPower: false);
                break;
            default:
                Log("power cut and start", true);
                Restart(losesPower: true);
                break;
        }
    }

    private void Hear(SimulatedRobot robot)
    {
        (long number, DeliveryOutcome outcome) = robot.Link.TakeAnswer(repeated: false);
        robot.Window.Answered(number, outcome, _time.Elapsed);
    }

    private void UpstreamTakes(bool accepts)
    {
        (long number, byte[] payload) = Gateway.Uplink.Receive();
        if (accepts)
        {
            _city.Take(payload);
        }

        _refused |= !accepts;
        Gateway.Uplink.Answer(number, accepts ? DeliveryOutcome.Accepted : DeliveryOutcome.Refused);
    }

    private void UplinkHears(bool repeated)
    {
        if (Gateway.TakeAnswer(repeated) == DeliveryOutcome.Refused)
        {
            _city.ForgetOrder();
        }
    }

    private void PassTime()
    {
        // Mostly moments, now and then longer than anybody's patience.
        TimeSpan time = TimeSpan.FromMilliseconds(_random.Next(20) == 0 ? 31_000 : _random.Next(1, 60));
        _time.Pass(time);
        Log($"{time.TotalMilliseconds:0} ms pass", true);
        if (Gateway.Uplink.IsOpen && !Gateway.Tick())
        {
            LoseUplink();
        }

        foreach (SimulatedRobot robot in _robots.Where(robot => robot.Link.IsOpen && !robot.Window.Tick(_time.Elapsed)))
        {
            robot.Lose();
        }
    }

    private static void ToggleRobot(SimulatedRobot robot)
    {
        if (robot.Link.IsOpen)
        {
            robot.Lose();
        }
        else
        {
            robot.Connect();
        }
    }

    private void ToggleUplink()
    {
        if (Gateway.Uplink.IsOpen)
        {
            LoseUplink();
        }
        else
        {
            Gateway.Connect(_random.Next(3) == 0 ? _random.Next(1, 4) : 0);
        }
    }

    private void LoseUplink()
    {
        // The refusal may be lost with it, and what was taken behind the refused batch stays taken.
        if (_refused)
        {
            _city.ForgetOrder();
        }

        _refused = false;
        Gateway.Lose();
    }

    private void Restart(bool losesPower)
    {
        if (losesPower)
        {
            Gateway.HasPower = false;
            _disk.CutPower();
        }

        _gateway!.Dispose();
        foreach (SimulatedRobot robot in _robots)
        {
            robot.Lose();
        }

        // A start on a disk that fails is refused and tried again by whoever starts it; here it is mended first.
        (_disk.IsFull, _disk.FailsSync) = (false, false);
        if (losesPower)
        {
            _disk.RestorePower(_random.Next());
        }

        StartGateway();
        foreach (SimulatedRobot robot in _robots)
        {
            robot.Connect();
        }
    }

    private void StartGateway()
    {
        _city.ForgetOrder();
        _gateway = null;
        _gateway = new SimulatedGateway(_spoolOptions, _uplinkOptions, _time, _bug);
        _gateway.Connect(0);
    }

    private void Drain()
    {
        Log("everything is mended", true);
        (_disk.IsFull, _disk.FailsSync, Gateway.FailsCommit) = (false, false, false);
        for (int round = 0; round < MaximumRounds && _city.Wrong is null; round++)
        {
            bool idle = _robots.All(robot => robot.Outbox.IsIdle);
            if (idle && Gateway.IsEmpty)
            {
                return;
            }

            foreach (SimulatedRobot robot in _robots)
            {
                DrainRobot(robot);
            }

            while (Gateway.Write())
            {
            }

            if (!Gateway.Uplink.IsOpen)
            {
                Gateway.Connect(0);
            }

            while (Gateway.TrySend())
            {
            }

            while (Gateway.Uplink.HasPublished)
            {
                UpstreamTakes(accepts: true);
            }

            while (Gateway.Uplink.HasAnswers)
            {
                UplinkHears(repeated: false);
            }

            _time.Pass(TimeSpan.FromMilliseconds(25));
        }

        _city.Fail("it does not drain");
    }

    private void DrainRobot(SimulatedRobot robot)
    {
        if (!robot.Link.IsOpen)
        {
            robot.Connect();
        }

        while (robot.TrySend(_time.Elapsed))
        {
        }

        while (robot.Link.HasPublished)
        {
            Gateway.Receive(robot);
        }

        while (robot.Link.HasAnswers)
        {
            Hear(robot);
        }
    }

    private static bool Try(bool possible, Action action)
    {
        if (possible)
        {
            action();
        }

        return possible;
    }

    private void Log(string what, bool happened, SimulatedRobot? robot = null)
    {
        if (happened && _log is not null)
        {
            _log.Add(robot is null ? what : $"{robot.Outbox.Name}: {what}");
        }
    }
}
