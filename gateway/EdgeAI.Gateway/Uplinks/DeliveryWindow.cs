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
/// <item>A refusal stops its lane, and no other: what is still on its way is waited for and moves nothing, then the lane rests, goes
/// back to the refused message and sends one message at a time until one is accepted, so that an upstream which changes its mind does
/// not take a later message before it.</item>
/// <item>Never more are on their way than the narrower of its own width and the broker's Receive Maximum; none is longer than the
/// broker's Maximum Packet Size.</item>
/// <item>Answers that belong to nothing on its way (late ones of a lost connection, repeated ones) change nothing.</item>
/// </list>
/// </summary>
internal sealed class DeliveryWindow
{
    // A PUBLISH around topic and payload (MQTT 5.0, 3.3): type 1, remaining length up to 4, topic length 2, packet id 2, properties 1.
    private const int PublishOverhead = 10;

    private readonly Lane[] _lanes;
    private readonly DeliveryLimits _limits;
    private long _maximumPacket = long.MaxValue;
    private long _lastNumber;
    private bool _open;

    /// <param name="lanes">The lanes' outboxes.</param>
    /// <param name="limits">Width, patience and rests.</param>
    public DeliveryWindow(IReadOnlyList<IOutbox> lanes, DeliveryLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.Width, 1, nameof(limits));
        _limits = limits;
        Width = limits.Width;
        _lanes = [.. lanes.Select((outbox, index) => new Lane(outbox, new Backoff(limits.InitialRest, limits.MaximumRest, limits.Seed + index)))];
    }

    /// <summary>The messages on their way, those answered behind an unanswered one of their lane included.</summary>
    public int InFlight { get; private set; }

    /// <summary>The most that may be on their way on this connection.</summary>
    public int Width { get; private set; }

    /// <summary>The answers that belonged to nothing on its way.</summary>
    public long StrayAnswers { get; private set; }

    /// <summary>How many messages of a lane are on their way.</summary>
    public int InFlightOf(int lane) => _lanes[lane].Flights.Count;

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
        _open = true;
    }

    /// <summary>The connection is gone: nothing is on its way any more, and no answer to it counts.</summary>
    public void Lose()
    {
        _open = false;
        InFlight = 0;
        foreach (Lane lane in _lanes)
        {
            lane.Flights.Clear();
            lane.GoBack(probing: lane.Probing || lane.Stopped);
        }
    }

    /// <summary>Asks a lane for its next message.</summary>
    public TakeResult TryTake(int index, TimeSpan now, out Delivery delivery)
    {
        Lane lane = _lanes[index];
        delivery = default;
        if (!_open || InFlight >= Width || !TryGoOn(lane, now) || (lane.Probing && lane.Flights.Count > 0) || !lane.Outbox.TryTake(out OutboundMessage message))
        {
            return TakeResult.Nothing;
        }

        bool repeated = message.Id <= lane.HighestSent;
        if (PacketLength(message.Topic, message.Payload.Length) > _maximumPacket)
        {
            delivery = new Delivery(0, index, message, repeated);
            lane.Stop(now);
            return TakeResult.TooLong;
        }

        lane.HighestSent = Math.Max(lane.HighestSent, message.Id);
        delivery = new Delivery(++_lastNumber, index, message, repeated);
        lane.Flights.Add(new Flight(delivery.Number, message.Id, now));
        InFlight++;
        return TakeResult.Taken;
    }

    /// <summary>The upstream answered a delivery; how many messages that let go of.</summary>
    /// <param name="number">The delivery's number.</param>
    /// <param name="outcome">What it answered.</param>
    /// <param name="now">The time.</param>
    public int Answered(long number, DeliveryOutcome outcome, TimeSpan now)
    {
        foreach (Lane lane in _lanes)
        {
            for (int index = 0; index < lane.Flights.Count; index++)
            {
                Flight flight = lane.Flights[index];
                if (flight.Number == number && flight.Outcome is null)
                {
                    lane.Flights[index] = flight with { Outcome = outcome };
                    return Settle(lane, now);
                }
            }
        }

        StrayAnswers++;
        return 0;
    }

    /// <summary>Lets time pass; false when the upstream's silence has lasted too long and the connection is to be given up.</summary>
    public bool Tick(TimeSpan now)
    {
        foreach (Lane lane in _lanes)
        {
            if (lane.Flights.Count > 0 && now - lane.Flights[0].SentAt >= _limits.Patience)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>When <see cref="Tick"/> or <see cref="TryTake"/> may say something new without an answer or a new message; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan NextDue
    {
        get
        {
            TimeSpan due = TimeSpan.MaxValue;
            foreach (Lane lane in _lanes)
            {
                if (lane.Flights.Count > 0)
                {
                    due = Earlier(due, lane.Flights[0].SentAt + _limits.Patience);
                }
                else if (lane.Stopped)
                {
                    due = Earlier(due, lane.RestsUntil);
                }
            }

            return due;
        }
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Lets a stopped lane go back and on, once nothing of it is on its way and it has rested.</summary>
    private static bool TryGoOn(Lane lane, TimeSpan now)
    {
        if (!lane.Stopped)
        {
            return true;
        }

        if (lane.Flights.Count > 0 || now < lane.RestsUntil)
        {
            return false;
        }

        lane.GoBack(probing: true);
        return true;
    }

    /// <summary>Takes the answers at the lane's head, in order.</summary>
    private int Settle(Lane lane, TimeSpan now)
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
                lane.Stop(now);
                continue;
            }

            lane.Outbox.Acknowledge(flight.Id);
            lane.Rests.Reset();
            lane.Probing = false;
            acknowledged++;
        }

        lane.Flights.RemoveRange(0, settled);
        InFlight -= settled;
        return acknowledged;
    }

    /// <summary>One message on its way.</summary>
    private readonly record struct Flight(long Number, long Id, TimeSpan SentAt, DeliveryOutcome? Outcome = null);

    /// <summary>One outbox and what of it is on its way.</summary>
    private sealed class Lane(IOutbox outbox, Backoff rests)
    {
        public IOutbox Outbox => outbox;

        public Backoff Rests => rests;

        public List<Flight> Flights { get; } = [];

        public long HighestSent { get; set; } = long.MinValue;

        /// <summary>Whether nothing more is taken until the lane has gone back.</summary>
        public bool Stopped { get; private set; }

        /// <summary>Whether a message was refused since the lane went back.</summary>
        public bool Refused { get; set; }

        /// <summary>Whether one message at a time is sent.</summary>
        public bool Probing { get; set; }

        public TimeSpan RestsUntil { get; private set; }

        public void Stop(TimeSpan now)
        {
            Stopped = true;
            RestsUntil = now + rests.Next();
        }

        public void GoBack(bool probing)
        {
            Stopped = false;
            Refused = false;
            Probing = probing;
            outbox.Rewind();
        }
    }
}
