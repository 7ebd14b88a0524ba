namespace EdgeAI.Gateway.Uplinks;

/// <summary>What an <see cref="UplinkRunner"/> carries: one outbox, or a gateway's lanes. Called by one runner, never two calls at a time.</summary>
internal interface IUplinkTraffic
{
    /// <summary>Raised, on any thread, when there may be something new to send.</summary>
    event Action? WorkAvailable;

    /// <summary>The window over all lanes.</summary>
    DeliveryWindow Window { get; }

    /// <summary>A connection was accepted, and the window is about to be opened.</summary>
    /// <param name="maximumPacket">The broker's Maximum Packet Size in bytes; 0 where it stated none.</param>
    void Opening(long maximumPacket);

    /// <summary>The upstream published something to the topic that the connections subscribe to.</summary>
    void Receive(ReadOnlySpan<byte> payload, TimeSpan now);

    /// <summary>So many more came there, and were dropped because they came faster than they were read.</summary>
    void CountDropped(long messages);

    /// <summary>Takes what is sent next.</summary>
    TakeResult TryTake(TimeSpan now, out Delivery delivery);

    /// <summary>When there may be something to send without new work or an answer; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    TimeSpan NextDue(TimeSpan now);
}
