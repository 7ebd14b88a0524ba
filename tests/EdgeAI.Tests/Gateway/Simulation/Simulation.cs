using EdgeAI.Gateway;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using MQTTnet;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>
/// One run: robots, a gateway and its upstream on one thread, whose every next step a seeded scheduler draws: publishing, storing, failing,
/// sending, answering, refusing, losing connections, stopping, losing power. Then everything is mended and drained, and the city judges. The
/// same seed is the same run.
/// </summary>
internal sealed partial class Simulation : IDisposable
{
    private const int Robots = 2;
    private const int Steps = 160;
    private const int BatchesPerRobot = 30;
    private const int MaximumRounds = 3000;
    private const int MaximumWrites = 10_000;

    // A key like any other, and the same one for each run.
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(static number => (byte)number)];

    private readonly SimulatedDisk _disk;
    private readonly PlantedBug _bug;
    private readonly Random _random;
    private readonly List<string>? _log;
    private readonly SimulatedTime _time = new();
    private readonly SimulatedCity _city;
    private readonly SimulatedRobot[] _robots = [.. Enumerable.Range(0, Robots).Select(board => new SimulatedRobot((ushort)board))];
    private readonly UplinkOptions _uplinkOptions;
    private readonly SimulationTally? _tally;
    private readonly RecordSigningKey? _key;
    private SpoolOptions _spoolOptions;
    private SimulatedGateway? _gateway;
    private bool _refused;

    private Simulation(int seed, SimulatedDisk disk, PlantedBug bug, List<string>? log, SimulationTally? tally)
    {
        _tally = tally;
        _disk = disk;
        _bug = bug;
        _log = log;
        _random = new Random(seed);
        _receipts = ReceiptsOf(seed);
        _city = new SimulatedCity(hidesLosses: bug == PlantedBug.HidesLosses, losesARecord: bug == PlantedBug.CityLosesARecord);

        // Half of the seeds: what is drawn for it is drawn apart, so that the others are what they were.
        Random drawn = new(~seed);
        _key = seed % 2 == 1 || bug is PlantedBug.ForgetsToRewindSeals or PlantedBug.LosesUnsealedRecords or PlantedBug.CityLosesARecord ? RecordSigningKey.FromSecret(AlgorithmSuite.Sha256P256, Secret) : null;
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
            Retention = DrawRetention(),
            Signer = _key,
            SealRecords = drawn.Next(1, 40),
            SealWithin = TimeSpan.FromMilliseconds(drawn.Next(1, 1000)),
            WithoutRewind = bug == PlantedBug.ForgetsToRewindSeals,
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
            ReceiptWithin = TimeSpan.FromMilliseconds(100 + (seed % 7 * 150)),
        };
    }

    private SimulatedGateway Gateway => _gateway!;

    /// <summary>Runs a seed.</summary>
    /// <param name="seed">What all is drawn from.</param>
    /// <param name="disk">A disk that nobody else uses meanwhile; what it holds is gone.</param>
    /// <param name="bug">The mistake that is made, if one is.</param>
    /// <param name="log">Takes every step in words; nothing for a run that only wants to know.</param>
    /// <param name="tally">Counts what happens.</param>
    /// <returns>What was wrong; nothing when all was right.</returns>
    public static string? Run(int seed, SimulatedDisk disk, PlantedBug bug, List<string>? log = null, SimulationTally? tally = null)
    {
        disk.Format(seed);
        using Simulation simulation = new(seed, disk, bug, log, tally);
        try
        {
            return simulation.Run();
        }
        catch (GatewayException exception)
        {
            return $"the gateway does not start again: {exception.Message}";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever it is, it belongs to a seed.
            return $"{exception.GetType().Name}: {exception.Message} {exception.StackTrace}";
        }
    }

    public void Dispose()
    {
        _gateway?.Dispose();
        _key?.Dispose();
        _receipts?.Dispose();
    }

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
        if (_key is not null)
        {
            _city.JudgeProof(_key.PublicKey);
        }

        _city.Count(_tally);
        return _city.Wrong;
    }

    private void Step()
    {
        if (_receipts is not null && _random.Next(5) == 0)
        {
            ReceiptStep(_receipts);
            return;
        }

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
                Log("writer steps", Write());
                break;
            case < 58:
                Log("robot hears", Try(robot.Link.HasAnswers, () => Hear(robot)), robot);
                break;
            case < 68:
                Log("uplink sends", Gateway.TrySend());
                break;
            case < 77:
                Log("upstream answers", Try(Gateway.Uplink.HasPublished, () => UpstreamTakes(DrawReason())));
                break;
            case < 84:
                Log("uplink hears", Try(Gateway.Uplink.HasAnswers, () => UplinkHears(repeated: _random.Next(6) == 0)));
                break;
            case < 87:
                Log("uplink hears something stale", Note(SimulatedEvent.StaleAnswer, Try(Gateway.Uplink.IsOpen && Gateway.Uplink.HasStale, Gateway.TakeStale)));
                break;
            case < 92:
                PassTime();
                break;
            default:
                Trouble(robot);
                break;
        }
    }

    private void Hear(SimulatedRobot robot)
    {
        (long number, DeliveryOutcome outcome) = robot.Link.TakeAnswer(repeated: false);
        robot.Window.Answered(number, outcome, _time.Elapsed);
    }

    private void UpstreamTakes(MqttClientPublishReasonCode reason)
    {
        (long number, byte[] payload) = Gateway.Uplink.Receive();
        if (reason == MqttClientPublishReasonCode.Success)
        {
            Accept(payload);
        }
        else
        {
            Note(reason == MqttClientPublishReasonCode.NoMatchingSubscribers ? SimulatedEvent.RefusedForWantOfASubscriber : SimulatedEvent.Refused);
            _refused = true;
            _city.Refuse(payload);
        }

        bool mistaken = _bug == PlantedBug.TakesNoSubscriberForAcknowledgement && reason == MqttClientPublishReasonCode.NoMatchingSubscribers;
        Gateway.Uplink.Answer(number, mistaken ? DeliveryOutcome.Accepted : UpstreamConnection.OutcomeOf(reason));
    }

    private MqttClientPublishReasonCode DrawReason() => _random.Next(16) switch
    {
        0 => MqttClientPublishReasonCode.NoMatchingSubscribers,
        1 => MqttClientPublishReasonCode.QuotaExceeded,
        _ => MqttClientPublishReasonCode.Success,
    };

    private void UplinkHears(bool repeated)
    {
        if (Gateway.TakeAnswer(repeated) == DeliveryOutcome.Refused)
        {
            ForgetOrder();
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

    private void Drain()
    {
        Log("everything is mended", true);
        _disk.Mend();
        Gateway.FailsCommit = false;
        for (int round = 0; round < MaximumRounds && _city.Wrong is null; round++)
        {
            bool idle = _robots.All(robot => robot.Outbox.IsIdle);
            if (idle && Gateway.IsEmpty && !Gateway.HasUnsealed)
            {
                return;
            }

            foreach (SimulatedRobot robot in _robots)
            {
                DrainRobot(robot);
            }

            int writes = 0;
            while (Write())
            {
                if (++writes == MaximumWrites)
                {
                    _city.Fail("the writer does not come to rest");
                    return;
                }
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
                UpstreamTakes(MqttClientPublishReasonCode.Success);
            }

            while (Gateway.Uplink.HasAnswers)
            {
                UplinkHears(repeated: false);
            }

            if (_receipts is not null)
            {
                DrainReceipts(_receipts);
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

    private bool Note(SimulatedEvent what, bool happened = true)
    {
        _tally?.Add(what, happened ? 1 : 0);
        return happened;
    }
}
