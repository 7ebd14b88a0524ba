namespace EdgeAI.Gateway.Uplinks;

/// <summary>One outbox, sent as fast as its window lets it.</summary>
internal sealed class OutboxTraffic(IOutbox outbox, DeliveryLimits limits) : IUplinkTraffic
{
    public event Action? WorkAvailable
    {
        add => outbox.WorkAvailable += value;
        remove => outbox.WorkAvailable -= value;
    }

    public DeliveryWindow Window { get; } = new([outbox], limits);

    public void Opening(long maximumPacket)
    {
        // The messages are made before; one that is too long is named when its turn comes.
    }

    public void Receive(ReadOnlySpan<byte> payload, TimeSpan now)
    {
        // Its connections subscribe to nothing.
    }

    public void CountDropped(long messages)
    {
        // As above.
    }

    public TakeResult TryTake(TimeSpan now, out Delivery delivery) => Window.TryTake(0, now, out delivery);

    public TimeSpan NextDue(TimeSpan now) => TimeSpan.MaxValue;
}
