using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>
/// A <see cref="DeliveryWindow"/> in a world that a seed decides: messages come, connections come and go, an upstream answers in any order,
/// twice, late, with refusals or not at all, and time passes. A simple model beside it says what must hold after each step.
/// </summary>
internal sealed class DeliveryWorld
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Random _random;
    private readonly DeliveryWindow _window;
    private readonly OracleOutbox[] _lanes;
    private readonly List<Sent> _unanswered = [];
    private readonly List<Sent> _past = [];
    private readonly int[] _groupOf;
    private readonly int[] _sinceRefusal;
    private readonly int _width;
    private readonly bool[] _refused;
    private readonly int[] _rewindsAtTooLong;
    private TimeSpan _progressAt;
    private TimeSpan _now = TimeSpan.FromSeconds(5);
    private int _limit;
    private long _maximumPacket;
    private bool _open;

    public DeliveryWorld(int seed)
    {
        _random = new Random(seed);
        _width = _random.Next(1, 9);
        _lanes = new OracleOutbox[_random.Next(1, 5)];
        int groups = _random.Next(1, _lanes.Length + 1);
        _groupOf = [.. _lanes.Select((_, lane) => lane % groups)];
        _sinceRefusal = [.. _lanes.Select(static _ => 1)];
        _refused = new bool[_lanes.Length];
        _rewindsAtTooLong = [.. _lanes.Select(static _ => -1)];
        for (int lane = 0; lane < _lanes.Length; lane++)
        {
            int index = lane;
            _lanes[lane] = new OracleOutbox(() => !_open || _unanswered.TrueForAll(sent => sent.Lane != index));
        }

        _window = new DeliveryWindow(_lanes, new DeliveryLimits
        {
            Width = _width,
            Patience = Patience,
            InitialRest = TimeSpan.FromSeconds(1),
            MaximumRest = TimeSpan.FromSeconds(8),
            Seed = seed,
        }, _groupOf);
    }

    public long Resent { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Goes through a number of steps with every fault there is.</summary>
    public void Explore(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            Step();
            Check();
        }
    }

    /// <summary>Lets the upstream be well for as long as it takes, and says that all was delivered.</summary>
    public void Heal()
    {
        Open(0, 0);
        for (int round = 0; round < 10_000 && _lanes.Any(lane => lane.Acknowledged < lane.Count); round++)
        {
            for (int lane = 0; lane < _lanes.Length; lane++)
            {
                Take(lane);
            }

            while (_unanswered.Count > 0)
            {
                Answer(_unanswered[0], DeliveryOutcome.Accepted);
            }

            _now += TimeSpan.FromSeconds(1);
            Check();
        }

        Assert.All(_lanes, lane => Assert.Equal(lane.Count, lane.Acknowledged));
        Assert.Equal(0, _window.InFlight);
    }

    private void Step()
    {
        int lane = _random.Next(_lanes.Length);
        switch (_random.Next(20))
        {
            case 0:
                Open(_random.Next(3) * _random.Next(1, 4), _random.Next(3) == 0 ? 60 : 0);
                break;
            case 1:
                Lose();
                break;
            case 2 when _past.Count > 0:
                // An answer of a lost connection, or one that was given before.
                _window.Answered(_past[_random.Next(_past.Count)].Number, (DeliveryOutcome)_random.Next(2), _now);
                break;
            case 3:
                _window.Answered(_random.NextInt64(), DeliveryOutcome.Accepted, _now);
                break;
            case 4:
                _now += TimeSpan.FromMilliseconds(_random.Next(6000));
                break;
            case <= 8:
                _lanes[lane].Add(_random.Next(_random.Next(10) == 0 ? 100 : 30));
                break;
            case <= 14:
                Take(lane);
                break;
            default:
                if (_unanswered.Count > 0)
                {
                    Answer(_unanswered[_random.Next(_random.Next(2) == 0 ? 1 : _unanswered.Count)], _random.Next(6) == 0 ? DeliveryOutcome.Refused : DeliveryOutcome.Accepted);
                }

                break;
        }
    }

    private void Open(int receiveMaximum, long maximumPacket)
    {
        Lose();
        _limit = receiveMaximum > 0 ? Math.Min(_width, receiveMaximum) : _width;
        _maximumPacket = maximumPacket > 0 ? maximumPacket : long.MaxValue;
        _window.Open(receiveMaximum, maximumPacket);
        _open = true;
    }

    private void Lose()
    {
        _open = false;
        _past.AddRange(_unanswered);
        _unanswered.Clear();
        for (int group = 0; group < _lanes.Length; group++)
        {
            _sinceRefusal[group] = _refused[group] ? 0 : _sinceRefusal[group];
            _refused[group] = false;
        }

        _window.Lose();
        foreach (OracleOutbox lane in _lanes)
        {
            lane.Forget();
        }
    }

    private void Take(int lane)
    {
        int group = _groupOf[lane];
        int rewinds = _lanes[lane].Rewinds;
        TakeResult result = _window.TryTake(lane, _now, out Delivery delivery);
        if (_refused[group] && _lanes[lane].Rewinds > rewinds)
        {
            _refused[group] = false;
            _sinceRefusal[group] = 0;
        }

        if (result == TakeResult.Taken)
        {
            Assert.True(_open);
            Assert.False(_refused[group], "a refused lane, or one of its group, sends before it went back");
            Assert.True(_lanes[lane].Rewinds > _rewindsAtTooLong[lane], "a lane sends past a message that is too long");
            Assert.True(DeliveryWindow.PacketLength(delivery.Message.Topic, delivery.Message.Payload.Length) <= _maximumPacket);
            Assert.DoesNotContain(_unanswered.Concat(_past), sent => sent.Number == delivery.Number);
            _unanswered.Add(new Sent(delivery.Number, lane, delivery.Message.Id, _now));
            Resent += delivery.Repeated ? 1 : 0;
            if (_sinceRefusal[group] == 0)
            {
                Assert.Single(_unanswered, sent => _groupOf[sent.Lane] == group);
            }
        }
        else if (result == TakeResult.TooLong)
        {
            Assert.True(DeliveryWindow.PacketLength(delivery.Message.Topic, delivery.Message.Payload.Length) > _maximumPacket);
            _rewindsAtTooLong[lane] = _lanes[lane].Rewinds;
        }
    }

    private void Answer(Sent sent, DeliveryOutcome outcome)
    {
        int group = _groupOf[sent.Lane];
        _progressAt = _unanswered.TrueForAll(other => other.Number >= sent.Number) ? _now : _progressAt;
        _unanswered.Remove(sent);
        _past.Add(sent);
        if (outcome == DeliveryOutcome.Accepted)
        {
            _lanes[sent.Lane].Accept(sent.Id);
        }
        else
        {
            Refused++;
            _refused[group] |= _unanswered.TrueForAll(other => other.Lane != sent.Lane);
        }

        long before = _lanes[sent.Lane].Acknowledged;
        int told = _window.Answered(sent.Number, outcome, _now);
        Assert.Equal(_lanes[sent.Lane].Acknowledged - before, told);
        _sinceRefusal[group] += told > 0 && !_refused[group] ? 1 : 0;
    }

    private void Check()
    {
        Assert.InRange(_window.InFlight, _unanswered.Count, Math.Max(_limit, 0));
        TimeSpan oldest = _unanswered.Count == 0 ? _now : _unanswered.MinBy(sent => sent.Number)!.At;
        oldest = oldest > _progressAt ? oldest : _progressAt;
        bool patient = _now - oldest < Patience;
        Assert.Equal(patient, _window.Tick(_now));
        if (_unanswered.Count > 0)
        {
            Assert.True(_window.NextDue <= oldest + Patience, "nothing would wake the caller when patience runs out");
        }
    }

    private sealed record Sent(long Number, int Lane, long Id, TimeSpan At);
}
