using EdgeAI.Device.Board;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>
/// What goes wrong outside the board, all day: an episode on the bus, then a rest in which every sensor has to come back; episodes on the link beside it. An
/// episode that the robot could have seen, since link and board were well, must have been told by a Fault of each stream that it touched.
/// </summary>
internal sealed class DayTroubles(DayClock clock, Random random, DayWorld world, DayLink link, DayRobot robot)
{
    private const long Shortest = 6 * DayClock.Second;
    private const long RestAfter = 20 * DayClock.Second;
    private static readonly int[] All = [0, 1, 2, 3, 4];
    private static readonly int[] Bridge = [0];
    private static readonly int[] Climate = [1, 2];
    private static readonly int[] Switched = [0, 3, 4];

    private readonly long[] _before = new long[DayRun.Places];
    private long _busAt = clock.Nanoseconds + (60 * DayClock.Second);
    private long _linkAt = clock.Nanoseconds + (90 * DayClock.Second);
    private long _beganAt;
    private long _disturbedAt;
    private bool _resting;

    /// <summary>Episodes that were held against what the robot got, by kind.</summary>
    public long[] Seen { get; } = new long[Enum.GetValues<BusTrouble>().Length];

    /// <summary>Episodes after which every sensor was seen to come back.</summary>
    public long Recoveries { get; private set; }

    public long[] LinkEpisodes { get; } = new long[4];

    /// <summary>The board started anew: what the robot should have seen of this episode is not known.</summary>
    public void Disturb() => _disturbedAt = clock.Nanoseconds;

    public void Step()
    {
        if (clock.Nanoseconds >= _linkAt)
        {
            ChangeLink();
        }

        if (clock.Nanoseconds < _busAt)
        {
            return;
        }

        if (world.Bus.Trouble != BusTrouble.None)
        {
            End();
        }
        else
        {
            Begin();
        }
    }

    private bool WasUndisturbed => _disturbedAt < _beganAt && link.State == LinkState.Open && link.OpenSince < _beganAt;

    private void Begin()
    {
        if (_resting && WasUndisturbed)
        {
            CheckRecovered();
        }

        BusTrouble trouble = (BusTrouble)(1 + random.Next(Seen.Length - 1));
        foreach (int place in All)
        {
            _before[place] = CountOf(trouble, place);
        }

        _resting = false;
        _beganAt = clock.Nanoseconds;
        _busAt = clock.Nanoseconds + Shortest + (random.Next(10) * DayClock.Second);
        world.Begin(trouble);
    }

    private void End()
    {
        BusTrouble trouble = world.Bus.Trouble;
        if (WasUndisturbed)
        {
            Seen[(int)trouble]++;
            foreach (int place in PlacesOf(trouble))
            {
                if (CountOf(trouble, place) == _before[place])
                {
                    Assert.Fail($"{trouble} lasted {(clock.Nanoseconds - _beganAt) / DayClock.Second} s from {_beganAt} ns on and no Fault told it on place {place}");
                }
            }
        }

        world.End();
        foreach (int place in All)
        {
            _before[place] = robot.ReadingsOf(place);
        }

        _resting = true;
        _beganAt = clock.Nanoseconds;
        _busAt = clock.Nanoseconds + RestAfter + (random.Next(200) * DayClock.Second);
    }

    private void CheckRecovered()
    {
        Recoveries++;
        foreach (int place in All)
        {
            if (robot.ReadingsOf(place) == _before[place])
            {
                Assert.Fail($"no reading of place {place} in the {(clock.Nanoseconds - _beganAt) / DayClock.Second} s after the bus was well again at {_beganAt} ns");
            }
        }
    }

    private void ChangeLink()
    {
        if (link.State != LinkState.Open)
        {
            link.Become(LinkState.Open);
            _linkAt = clock.Nanoseconds + ((60 + random.Next(500)) * DayClock.Second);
            return;
        }

        link.Become((LinkState)(1 + random.Next(3)));
        LinkEpisodes[(int)link.State]++;
        _linkAt = clock.Nanoseconds + ((3 + random.Next(60)) * DayClock.Second);
    }

    private static int[] PlacesOf(BusTrouble trouble) => trouble switch
    {
        BusTrouble.BridgeUnplugged => Bridge,
        BusTrouble.ClimateUnplugged => Climate,
        BusTrouble.SwitchUnplugged => Switched,
        BusTrouble.Corrupted => Climate,
        _ => All,
    };

    /// <summary>Faults that tell such a trouble. Only the climate sensor's bytes carry a checksum: a spoiled one is surely seen there.</summary>
    private long CountOf(BusTrouble trouble, int place) => trouble switch
    {
        BusTrouble.Timeout => robot.FaultsOf(place, SensorStatus.Timeout),
        BusTrouble.Stuck => robot.FaultsOf(place, SensorStatus.BusFault),
        BusTrouble.Corrupted => robot.FaultsOf(1, SensorStatus.Implausible) + robot.FaultsOf(2, SensorStatus.Implausible),
        _ => robot.FaultsOf(place, SensorStatus.NotAcknowledged),
    };
}
