using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Faults;

/// <summary>One gateway with its robots, its city and its folders, whose gateway and city are killed again and again under load.</summary>
internal sealed class KillLane : IDisposable
{
    private const int Robots = 3;
    private const int Window = 8;
    private const int AllowedPerKill = 120;

    private readonly TemporaryFolder _folder = new();
    private readonly List<PacedRobot> _robots;
    private readonly List<WindowedPublisher> _publishers = [];
    private readonly int _cityPort = SteadyPort.Find();
    private readonly int _seed;
    private readonly bool _powerCutDisk;
    private readonly Random _random;
    private PowerCutChild? _gateway;
    private CityChild? _city;

    /// <param name="number">Tells the lane's robots from those of the others, and seeds it.</param>
    /// <param name="powerCutDisk">Whether a kill of the gateway takes what was not synced with it.</param>
    public KillLane(int number, bool powerCutDisk)
    {
        _seed = number;
        _powerCutDisk = powerCutDisk;
        _random = new Random(number);
        _robots = [.. Enumerable.Range(0, Robots).Select(index => new PacedRobot((ushort)((number * Robots) + index)))];
        Directory.CreateDirectory(CityFolder);
    }

    /// <summary>How often each was killed.</summary>
    public Dictionary<string, int> Kills { get; } = [];

    /// <summary>The batches acknowledged by now.</summary>
    public int Acknowledged => _robots.Sum(robot => robot.Acknowledged);

    private string CityFolder => _folder["city"];

    /// <summary>Kills so often, then lets everything that is left drain; what reached the city.</summary>
    public async Task<ArrivedRecords> RunAsync(int kills)
    {
        await StartCityAsync();
        await StartGatewayAsync(0);
        for (int kill = 1; kill <= kills; kill++)
        {
            _robots.ForEach(robot => robot.Allow(AllowedPerKill));
            await AcknowledgedMoreAsync(_random.Next(1, 60));
            Thread.SpinWait(_random.Next(100_000));
            switch (_random.Next(10))
            {
                case < 5:
                    Count("gateway");
                    _gateway!.Kill();
                    break;
                case < 8:
                    Count("upstream");
                    _city!.Kill();

                    // What comes now lies in the spool, and the next kill may find it there.
                    await AcknowledgedMoreAsync(_random.Next(1, 30));
                    break;
                default:
                    Count("both");
                    KillBoth();
                    break;
            }

            await RestartAsync(kill);
        }

        _robots.ForEach(robot => robot.AllowNoMore());
        await Eventually.HoldsAsync(() => _robots.All(robot => robot.IsIdle), "the gateway acknowledges what the robots still have");
        await _gateway!.DrainAsync();
        return ArrivedRecords.Read(CityFolder);
    }

    /// <summary>Each acknowledged frame that did not arrive under exactly one name.</summary>
    public IEnumerable<string> Miscounted(ArrivedRecords arrived)
    {
        foreach (PacedRobot robot in _robots)
        {
            for (long number = 0; number < robot.AcknowledgedFrames; number++)
            {
                byte stream = (byte)(1 + (number % PacedRobot.Streams));
                int times = arrived.TimesArrived(robot.Board, stream, number / PacedRobot.Streams);
                if (times != 1)
                {
                    yield return $"{robot.Name}, stream {stream}, sequence {number / PacedRobot.Streams}: {times} times";
                }
            }
        }
    }

    public void Dispose()
    {
        EndPublishersAsync().GetAwaiter().GetResult();
        _gateway?.Dispose();
        _city?.Dispose();
        _folder.Dispose();
    }

    private void Count(string victim) => Kills[victim] = Kills.GetValueOrDefault(victim) + 1;

    private void KillBoth()
    {
        if (_random.Next(2) == 0)
        {
            _gateway!.Kill();
            _city!.Kill();
        }
        else
        {
            _city!.Kill();
            _gateway!.Kill();
        }
    }

    private async Task RestartAsync(int kill)
    {
        Task city = _city!.IsAlive ? Task.CompletedTask : StartCityAsync();
        if (!_gateway!.IsAlive)
        {
            await EndPublishersAsync();
            await StartGatewayAsync(kill);
        }

        await city;
    }

    private async Task StartCityAsync()
    {
        _city?.Dispose();
        _city = await CityChild.StartAsync(CityFolder, _cityPort);
    }

    private async Task StartGatewayAsync(int life)
    {
        _gateway?.Dispose();
        PowerCutChild gateway = await PowerCutChild.StartAsync(_folder["spool"], _cityPort, withoutSync: false, _powerCutDisk, (_seed * 1000) + life)
            ?? throw new InvalidOperationException("the gateway refuses the spool that a kill left");
        _gateway = gateway;
        foreach (PacedRobot robot in _robots)
        {
            // The same robot as in the life before: what the kill left unanswered it sends again, and must not be stored twice.
            WindowedPublisher publisher = new(robot, new WindowedPublisherOptions { Host = "127.0.0.1", Port = gateway.Port, ClientId = robot.Name, Window = Window });
            _publishers.Add(publisher);
            publisher.Start();
        }
    }

    private async Task EndPublishersAsync()
    {
        foreach (WindowedPublisher publisher in _publishers)
        {
            await publisher.DisposeAsync();
        }

        _publishers.Clear();
    }

    private async Task AcknowledgedMoreAsync(int batches)
    {
        int target = Acknowledged + batches;
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (Acknowledged >= target)
            {
                reached.TrySetResult();
            }
        }

        _robots.ForEach(robot => robot.OnAcknowledged = Look);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }
}
