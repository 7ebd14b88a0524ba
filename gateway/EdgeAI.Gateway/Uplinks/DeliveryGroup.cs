namespace EdgeAI.Gateway.Uplinks;

/// <summary>The lanes of a <see cref="DeliveryWindow"/> that are refused together: they rest together, and then one message of them all at a time is sent until one is accepted.</summary>
internal sealed class DeliveryGroup(Backoff rests)
{
    /// <summary>The lanes.</summary>
    public List<DeliveryLane> Lanes { get; } = [];

    /// <summary>The messages of all of them on their way.</summary>
    public int InFlight { get; set; }

    /// <summary>Whether nothing more is taken until the group has gone back.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Whether one message at a time is sent.</summary>
    public bool Probing { get; private set; }

    /// <summary>Until when the group rests.</summary>
    public TimeSpan RestsUntil { get; private set; }

    /// <summary>A message was refused.</summary>
    public void Stop(TimeSpan now)
    {
        if (!Stopped)
        {
            Stopped = true;
            RestsUntil = now + rests.Next();
        }
    }

    /// <summary>A message was accepted; one that was sent before a refusal says nothing about what comes after it.</summary>
    public void Accepted()
    {
        if (!Stopped)
        {
            rests.Reset();
            Probing = false;
        }
    }

    /// <summary>The group has gone back, or its connection is gone.</summary>
    public void GoOn(bool probing)
    {
        Stopped = false;
        Probing = probing;
    }
}
