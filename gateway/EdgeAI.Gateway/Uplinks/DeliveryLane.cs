namespace EdgeAI.Gateway.Uplinks;

/// <summary>One outbox of a <see cref="DeliveryWindow"/>, and what of it is on its way.</summary>
internal sealed class DeliveryLane(IOutbox outbox, DeliveryGroup group, Backoff rests)
{
    /// <summary>What is sent.</summary>
    public IOutbox Outbox => outbox;

    /// <summary>The lanes that it is refused with, itself included.</summary>
    public DeliveryGroup Group => group;

    /// <summary>What is on its way, in order; the first one is not answered.</summary>
    public List<Flight> Flights { get; } = [];

    /// <summary>The bytes of that.</summary>
    public long Bytes { get; private set; }

    /// <summary>The highest message number that was sent.</summary>
    public long HighestSent { get; private set; } = long.MinValue;

    /// <summary>Whether a message was refused since the lane went back.</summary>
    public bool Refused { get; set; }

    /// <summary>Whether the next message is longer than the broker takes.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Until when such a message is not looked at again.</summary>
    public TimeSpan? HeldUntil { get; private set; }

    /// <summary>A message is on its way.</summary>
    public void Send(long id, in Flight flight)
    {
        IsHeld = false;
        rests.Reset();
        HighestSent = Math.Max(HighestSent, id);
        Flights.Add(flight);
        Bytes += flight.Bytes;
        group.InFlight++;
    }

    /// <summary>Lets go of the first so many flights.</summary>
    public void Remove(int count)
    {
        for (int index = 0; index < count; index++)
        {
            Bytes -= Flights[index].Bytes;
        }

        Flights.RemoveRange(0, count);
        group.InFlight -= count;
    }

    /// <summary>Nothing is on its way any more.</summary>
    public void Clear()
    {
        group.InFlight -= Flights.Count;
        Flights.Clear();
        Bytes = 0;
        IsHeld = false;
    }

    /// <summary>The next message is longer than the broker takes: nothing more is taken for a time.</summary>
    public void Hold(TimeSpan now)
    {
        IsHeld = true;
        HeldUntil = now + rests.Next();
    }

    /// <summary>Lets a held lane look at its next message again, once nothing of it is on its way and it has rested.</summary>
    public bool TryGoOn(TimeSpan now)
    {
        if (HeldUntil is not { } until)
        {
            return true;
        }

        if (Flights.Count > 0 || now < until)
        {
            return false;
        }

        GoBack();
        return true;
    }

    /// <summary>Goes back to the first message that is not acknowledged.</summary>
    public void GoBack()
    {
        Refused = false;
        HeldUntil = null;
        outbox.Rewind();
    }
}
