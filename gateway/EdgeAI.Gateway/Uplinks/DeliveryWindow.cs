using System.Text;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>
/// Decides what may be sent next over one connection, and what its answers mean: the whole of at-least-once delivery, without a socket,
/// a task, a lock or a clock. Time is a number that the caller passes in, from any origin; calls come one at a time. Several lanes (each an
/// <see cref="IOutbox"/>) share one window. What it holds:
/// <list type="bullet">
/// <item>A lane's outbox is told <see cref="IOutbox.Acknowledge"/> only for messages that were accepted on this connection, in the order in
/// which they were taken, each once, and never past one that was not accepted.</item>
/// <item>After a loss every lane goes on at its first message that was not acknowledged.</item>
/// <item>A refusal stops its lane and those of the same group, and no other: what is still on its way is waited for, and behind the refused
/// message moves nothing; then the group rests, goes back to the refused message and sends one message at a time until one is accepted, so
/// that an upstream which changes its mind does not take a later message before it.</item>
/// <item>Never more are on their way than the narrower of its own width and the broker's Receive Maximum, nor more bytes than its pace
/// allows; none is longer than the broker's Maximum Packet Size: a lane whose next one is stays before it, and the others go on.</item>
/// <item>The upstream is silent when its patience passes without an answer to the oldest message on its way: what is queued behind others
/// on a slow link has the patience from the last answer before it on.</item>
/// <item>Answers that belong to nothing on its way (late ones of a lost connection, repeated ones) change nothing.</item>
/// </list>
/// </summary>
internal sealed class DeliveryWindow
{
    // A PUBLISH around topic and payload (MQTT 5.0, 3.3): type 1, remaining length up to 4, topic length 2, packet id 2, properties 1.
    private const int PublishOverhead = 10;

    private readonly DeliveryLane[] _lanes;
    private readonly DeliveryLimits _limits;
    private readonly LinkPace? _pace;
    private long _maximumPacket = long.MaxValue;
    private long _lastNumber;
    private TimeSpan _progressAt = TimeSpan.MinValue;
    private bool _open;

    /// <param name="lanes">The lanes' outboxes.</param>
    /// <param name="limits">Width, patience and rests.</param>
    /// <param name="groupOf">The group that each lane is refused with; nothing for a group of its own each.</param>
    /// <param name="pace">How many bytes may be on their way; nothing for no bound but the width.</param>
    public DeliveryWindow(IReadOnlyList<IOutbox> lanes, DeliveryLimits limits, IReadOnlyList<int>? groupOf = null, LinkPace? pace = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.Width, 1, nameof(limits));
        _limits = limits;
        _pace = pace;
        Width = limits.Width;
        Dictionary<int, DeliveryGroup> groups = [];
        _lanes = new DeliveryLane[lanes.Count];
        for (int index = 0; index < lanes.Count; index++)
        {
            int number = groupOf?[index] ?? index;
            if (!groups.TryGetValue(number, out DeliveryGroup? group))
            {
                group = new DeliveryGroup(Rests(limits.Seed + number));
                groups.Add(number, group);
            }

            _lanes[index] = new DeliveryLane(lanes[index], group, Rests(limits.Seed + lanes.Count + index));
            group.Lanes.Add(_lanes[index]);
        }

        Backoff Rests(int? seed) => new(limits.InitialRest, limits.MaximumRest, seed);
    }

    /// <summary>The messages on their way, those answered behind an unanswered one of their lane included.</summary>
    public int InFlight { get; private set; }

    /// <summary>The most that may be on their way on this connection.</summary>
    public int Width { get; private set; }

    /// <summary>The bytes on their way: of the messages that are not answered.</summary>
    public long BytesInFlight { get; private set; }

    /// <summary>The answers that belonged to nothing on its way.</summary>
    public long StrayAnswers { get; private set; }

    /// <summary>Whether anything more may be on its way now.</summary>
    public bool HasRoom => _open && InFlight < Width && (_pace is null || InFlight == 0 || BytesInFlight < _pace.Allowance);

    /// <summary>Whether a lane stands before a message that is longer than the broker takes.</summary>
    public bool IsHeld => Array.Exists(_lanes, static lane => lane.IsHeld);

    /// <summary>Whether something was refused and nothing of its group was accepted since.</summary>
    public bool IsRefused => Array.Exists(_lanes, static lane => lane.Group.Stopped || lane.Group.Probing);

    /// <summary>How many messages of a lane are on their way.</summary>
    public int InFlightOf(int lane) => _lanes[lane].Flights.Count;

    /// <summary>The bytes of a lane's messages on their way, those answered behind an unanswered one included.</summary>
    public long BytesInFlightOf(int lane) => _lanes[lane].Bytes;

    /// <summary>The bytes that a publish of a payload takes on the connection, at most.</summary>
    public static long PacketLength(string topic, int payloadLength) => PublishOverhead + (long)Encoding.UTF8.GetByteCount(topic) + payloadLength;

    /// <summary>A connection was accepted: all lanes begin at their first message that is not acknowledged.</summary>
    /// <param name="receiveMaximum">The broker's Receive Maximum; 0 where it stated none (MQTT 5.0, 3.2.2.3.3).</param>
    /// <param name="maximumPacket">The broker's Maximum Packet Size in bytes; 0 where it stated none (MQTT 5.0, 3.2.2.3.6).</param>
    public void Open(int receiveMaximum, long maximumPacket)
    {
        Lose();
        Width = receiveMaximum > 0 ? Math.Min(_limits.Width, receiveMaximum) : _limits.Width;
        _maximumPacket = maximumPacket > 0 ? maximumPacket : long.MaxValue;
        _pace?.Open();
        _open = true;
    }

    /// <summary>The connection is gone: nothing is on its way any more, and no answer to it counts.</summary>
    public void Lose()
    {
        if (_open && InFlight > 0)
        {
            _pace?.Lost();
        }

        _open = false;
        InFlight = 0;
        BytesInFlight = 0;
        foreach (DeliveryLane lane in _lanes)
        {
            lane.Clear();
            lane.GoBack();
        }

        foreach (DeliveryLane lane in _lanes)
        {
            lane.Group.GoOn(probing: lane.Group.Probing || lane.Group.Stopped);
        }
    }

    /// <summary>Asks a lane for its next message.</summary>
    public TakeResult TryTake(int index, TimeSpan now, out Delivery delivery)
    {
        DeliveryLane lane = _lanes[index];
        delivery = default;
        if (!HasRoom || !TryGoOn(lane.Group, now) || !lane.TryGoOn(now) || (lane.Group.Probing && lane.Group.InFlight > 0) || !lane.Outbox.TryTake(out OutboundMessage message))
        {
            return TakeResult.Nothing;
        }

        bool repeated = message.Id <= lane.HighestSent;
        long bytes = PacketLength(message.Topic, message.Payload.Length);
        if (bytes > _maximumPacket)
        {
            delivery = new Delivery(0, index, message, repeated);
            lane.Hold(now);
            return TakeResult.TooLong;
        }

        delivery = new Delivery(++_lastNumber, index, message, repeated);
        BytesInFlight += bytes;
        lane.Send(message.Id, new Flight(delivery.Number, message.Id, now, bytes, BytesInFlight));
        InFlight++;
        return TakeResult.Taken;
    }

    /// <summary>The upstream answered a delivery; how many messages that let go of.</summary>
    /// <param name="number">The delivery's number.</param>
    /// <param name="outcome">What it answered.</param>
    /// <param name="now">The time.</param>
    public int Answered(long number, DeliveryOutcome outcome, TimeSpan now)
    {
        foreach (DeliveryLane lane in _lanes)
        {
            for (int index = 0; index < lane.Flights.Count; index++)
            {
                Flight flight = lane.Flights[index];
                if (flight.Number == number && flight.Outcome is null)
                {
                    // An answer that overtakes others is no progress of theirs: the upstream has long had them.
                    _progressAt = number == Oldest()?.Number ? now : _progressAt;
                    _pace?.Answered(flight.Bytes, flight.OnTheirWay, flight.SentAt, now);
                    BytesInFlight -= flight.Bytes;
                    lane.Flights[index] = flight with { Outcome = outcome };
                    return Settle(lane, now);
                }
            }
        }

        StrayAnswers++;
        return 0;
    }

    /// <summary>Lets time pass; false when the upstream's silence has lasted too long and the connection is to be given up.</summary>
    public bool Tick(TimeSpan now) => Oldest() is not { } oldest || now - WaitsSince(oldest) < _limits.Patience;

    /// <summary>When <see cref="Tick"/> or <see cref="TryTake"/> may say something new without an answer or a new message; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan NextDue
    {
        get
        {
            TimeSpan due = Oldest() is { } oldest ? WaitsSince(oldest) + _limits.Patience : TimeSpan.MaxValue;
            foreach (DeliveryLane lane in _lanes)
            {
                if (lane.Group is { Stopped: true, InFlight: 0 })
                {
                    due = Earlier(due, lane.Group.RestsUntil);
                }
                else if (lane is { HeldUntil: { } until, Flights.Count: 0 })
                {
                    due = Earlier(due, until);
                }
            }

            return due;
        }
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Lets a stopped group go back and on, once nothing of it is on its way and it has rested.</summary>
    private static bool TryGoOn(DeliveryGroup group, TimeSpan now)
    {
        if (!group.Stopped)
        {
            return true;
        }

        if (group.InFlight > 0 || now < group.RestsUntil)
        {
            return false;
        }

        foreach (DeliveryLane lane in group.Lanes)
        {
            lane.GoBack();
        }

        group.GoOn(probing: true);
        return true;
    }

    /// <summary>The message that waits for its answer for the longest: that of a lane's head, because what is answered there is taken away.</summary>
    private Flight? Oldest()
    {
        Flight? oldest = null;
        foreach (DeliveryLane lane in _lanes)
        {
            if (lane.Flights.Count > 0 && (oldest is null || lane.Flights[0].Number < oldest.Value.Number))
            {
                oldest = lane.Flights[0];
            }
        }

        return oldest;
    }

    private TimeSpan WaitsSince(Flight flight) => flight.SentAt > _progressAt ? flight.SentAt : _progressAt;

    /// <summary>Takes the answers at the lane's head, in order.</summary>
    private int Settle(DeliveryLane lane, TimeSpan now)
    {
        int acknowledged = 0;
        int settled = 0;
        foreach (Flight flight in lane.Flights)
        {
            if (flight.Outcome is not { } outcome)
            {
                break;
            }

            settled++;
            if (lane.Refused)
            {
                continue; // Behind a refusal an answer moves nothing: order is kept by sending from the refused message again.
            }

            if (outcome == DeliveryOutcome.Refused)
            {
                lane.Refused = true;
                lane.Group.Stop(now);
                continue;
            }

            lane.Outbox.Acknowledge(flight.Id);
            lane.Group.Accepted();
            acknowledged++;
        }

        lane.Remove(settled);
        InFlight -= settled;
        return acknowledged;
    }
}
