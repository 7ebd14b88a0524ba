using EdgeAI.Device.Application;
using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>Twenty-four hours of a board among its troubles, on a clock that the day moves itself.</summary>
internal sealed class Day
{
    public const int Hours = 24;
    public const string Morning = "morning";
    public const string Afternoon = "afternoon";
    public const string Evening = "evening";

    private const int LoopHour = 15;
    private const int LastBootSeed = 65_500;

    // An idle board comes round to its link every 2 ms. Here it comes round ten times later, as one that is busy elsewhere, so that a day takes seconds.
    private const long IdleRound = 20_000_000;

    private readonly Random _random;
    private readonly DayClock _clock = new();
    private readonly DayRun _run = new();
    private readonly DayInbox _inbox;
    private readonly DayWorld _world;
    private readonly DayBoard _board;
    private BoardApplication? _application;
    private AllocationMeter _meter;
    private bool _isMetered;
    private long _killAt;
    private int _hour;
    private string _wanted = Morning;

    public Day(int seed)
    {
        _random = new Random(seed);
        _inbox = new DayInbox(_random);
        Robot = new DayRobot(_run).Listening();
        Link = new DayLink(_clock, Robot);
        _world = new DayWorld(_clock, _random);
        _board = new DayBoard(_clock, _world, _inbox, Link);
        Commander = new DayCommander(_clock, _random, _run, _inbox);
        Troubles = new DayTroubles(_clock, _random, _world, Link, Robot);
        Robot.Told = Commander.Hear;
    }

    public DayAccount Account { get; } = new();

    public DayRobot Robot { get; }

    public DayLink Link { get; }

    public DayCommander Commander { get; }

    public DayTroubles Troubles { get; }

    public DayStore Store => _board.Store;

    public long Transfers => _world.Bus.Transfers;

    public long SpoiledPieces => _inbox.Spoiled;

    public long Checks { get; private set; }

    public int Crashes { get; private set; }

    public int PowerCuts { get; private set; }

    public ushort FirstBoot { get; private set; }

    public ushort LastBoot => _run.Boot;

    public BoardApplication Application => _application!;

    /// <summary>Bytes allocated in each hour by board, chips, wires and robot together, starts and new configurations aside.</summary>
    public long[] Allocated { get; } = new long[Hours];

    /// <summary>Called when an hour is over, with its number from 1 on.</summary>
    public Action<int>? HourIsOver { get; set; }

    public void Live()
    {
        // Everything that counts in the board's memory is about to wrap.
        Store.Seed(0, uint.MaxValue - 7, [unchecked((byte)LastBootSeed), LastBootSeed >> 8, 0, 1]);
        Store.Seed(2, uint.MaxValue - 1, DayConfiguration.Bytes(Morning, QueuePolicyCode.DropNewest));
        Store.Seed(4, uint.MaxValue, new byte[32]);
        Start(byPowerOn: true);
        FirstBoot = _run.Boot;
        for (int hour = 0; hour < Hours; hour++)
        {
            LiveHour(hour);
            HourIsOver?.Invoke(hour + 1);
        }

        End();
    }

    private void LiveHour(int hour)
    {
        _hour = hour;
        StartMeter();
        if (hour == 12)
        {
            Update(Afternoon, QueuePolicyCode.DropOldest);
        }

        long minute = _clock.Nanoseconds;
        while (_clock.Hour == hour)
        {
            Troubles.Step();
            Commander.Step();
            long wait = Application.Step();
            if (!_board.Store.IsTorn)
            {
                Link.Move(_run);
            }

            long now = _clock.Nanoseconds;
            if (now >= minute)
            {
                minute += 60 * DayClock.Second;
                Check(now);
            }

            if (_board.Store.IsTorn)
            {
                CutPower();
            }
            else if (_board.IsRestarting)
            {
                Restart();
            }
            else if (now >= _killAt)
            {
                Kill();
            }

            _clock.Nanoseconds += wait >= BoardControl.PollInterval ? IdleRound : Math.Max(wait, 1_000);
        }

        StopMeter();
    }

    private void Update(string boardName, QueuePolicyCode policy)
    {
        StopMeter();
        _wanted = boardName;
        Commander.Update(DayConfiguration.Bytes(boardName, policy));
    }

    private void Check(long now)
    {
        Checks++;
        if (!Application.IsConserved())
        {
            Assert.Fail($"boot {_run.Boot}: the account does not add up at {now} ns");
        }

        bool couldHear = Link.State == LinkState.Open && Link.OpenSince < now - (30 * DayClock.Second);
        if (Commander.WaitingSince != 0 && couldHear && Commander.WaitingSince < now - (30 * DayClock.Second))
        {
            Assert.Fail($"boot {_run.Boot}: a command of {Commander.WaitingSince} ns is not acknowledged at {now} ns");
        }
    }

    /// <summary>Odd hours are hours of crashes and power cuts. Hour 15 begins with a crash loop, which a new configuration ends.</summary>
    private void Kill()
    {
        bool loops = _hour == LoopHour && _wanted != Evening;
        if (_hour % 2 == 0)
        {
            _killAt = _clock.Nanoseconds + DayClock.Second;
        }
        else if (loops && Application.Ledger.Mode == StartMode.Safe)
        {
            _killAt = long.MaxValue;
            Update(Evening, QueuePolicyCode.DropNewest);
        }
        else if (loops || _random.Next(2) == 0)
        {
            Crashes++;
            Application.Crash("NullReferenceException in the day's test");
            Restart();
        }
        else if (_random.Next(3) == 0)
        {
            CutPower();
        }
        else
        {
            // At the next write, be it a tare, a start or a piece of a configuration.
            _board.Store.CutAfter = _random.Next(60);
            _killAt = _clock.Nanoseconds + (120 * DayClock.Second);
        }
    }

    private void Restart()
    {
        End();
        Start(byPowerOn: false);
        if (_board.Store.IsTorn)
        {
            StartUntilPowerStays();
        }
    }

    private void CutPower()
    {
        End();
        StartUntilPowerStays();
    }

    private void StartUntilPowerStays()
    {
        do
        {
            PowerCuts++;
            _board.Store.IsTorn = false;
            _board.Store.CutAfter = _random.Next(3) == 0 ? _random.Next(14) : -1;
            Start(byPowerOn: true);
        }
        while (_board.Store.IsTorn);
    }

    private void End()
    {
        StopMeter();
        Link.Die(_run);
        Account.Settle(Application, _run);
        _inbox.Clear();
    }

    private void Start(bool byPowerOn)
    {
        _application = _board.Start(byPowerOn);
        if (_board.Store.IsTorn)
        {
            return;
        }

        Troubles.Disturb();
        _run.Begin(_application.Ledger.Boot, Link.State == LinkState.Closed);
        Commander.Begin();
        if (Application.Configuration.BoardName == _wanted)
        {
            Commander.EndUpdate();
        }

        int seconds = _hour == LoopHour && _wanted != Evening ? 10 : 70 + _random.Next(400);
        _killAt = _clock.Nanoseconds + (seconds * DayClock.Second);
        StartMeter();
    }

    private void StartMeter()
    {
        _isMetered = !Commander.IsUpdating;
        _meter = AllocationMeter.Start();
    }

    private void StopMeter()
    {
        if (_isMetered)
        {
            Allocated[_hour] += _meter.Bytes;
        }

        _isMetered = false;
    }
}
