using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway;

public sealed class WindowedPublisherLimitTests
{
    [Fact]
    public async Task Publisher_BrokerWithAReceiveMaximum_KeepsItsWindowWithinIt()
    {
        using LimitedBroker broker = new(receiveMaximum: 2, maximumPacket: 1 << 20);
        MemoryOutbox outbox = Filled(10, 100);
        await using WindowedPublisher publisher = new(outbox, Options(broker));
        publisher.Start();
        await Eventually.HoldsAsync(() => broker.Received == 2, "the window is full");
        Assert.Equal(2, publisher.Snapshot().InFlight);
        broker.Answers.SetResult();
        await Eventually.HoldsAsync(() => outbox.Waiting == 0, "the rest follows the answers");
        Assert.Equal(10, broker.Received);
    }

    [Fact]
    public async Task Publisher_MessageAboveTheBrokersMaximum_IsNamedAndKept()
    {
        using LimitedBroker broker = new(receiveMaximum: 10, maximumPacket: 300);
        broker.Answers.SetResult();
        MemoryOutbox outbox = Filled(1, 100);
        outbox.Add(2, "topic", new byte[300]);
        await using WindowedPublisher publisher = new(outbox, Options(broker));
        publisher.Start();
        await Eventually.HoldsAsync(() => publisher.Snapshot().LastError.Contains("packets of at most 300 bytes", StringComparison.Ordinal), "the message is named");
        await Eventually.HoldsAsync(() => outbox.Waiting == 1, "what went before it is delivered");
        Assert.Equal(1, broker.Received);
    }

    private static MemoryOutbox Filled(int count, int length)
    {
        MemoryOutbox outbox = new();
        for (int id = 1; id <= count; id++)
        {
            outbox.Add(id, "topic", new byte[length]);
        }

        return outbox;
    }

    private static WindowedPublisherOptions Options(LimitedBroker broker) => new() { Host = "127.0.0.1", Port = broker.Port, ClientId = "publisher" };
}
