using System.Text;
using EdgeAI.Gateway.Broker;

namespace EdgeAI.Tests.Gateway.Broker;

public sealed class TopicRoutesTests
{
    [Fact]
    public async Task Topics_ThatAreTooLong_AreNotKept()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        TopicRoutes routes = new(broker.Broker, new LocalDevice());
        byte[] longest = Encoding.ASCII.GetBytes("edgeai/v1/hall/robot/" + new string('x', 60_000));
        TopicRoute first = routes.Find(longest);
        Assert.Equal(PublishRefusal.Topic, first.Refusal);
        Assert.Equal("a topic has at most 512 bytes", first.Reason);
        AllocationMeter meter = AllocationMeter.Start();
        for (int number = 0; number < 1000; number++)
        {
            longest[^1] = (byte)number;
            longest[^2] = (byte)(number >> 8);
            Assert.Same(first, routes.Find(longest));
        }

        Assert.InRange(meter.Bytes, 0, 10_000);
        TopicRoute good = routes.Find("edgeai/v1/hall/robot/1/1"u8);
        Assert.Null(good.Refusal);
        Assert.Same(good, routes.Find("edgeai/v1/hall/robot/1/1"u8));
    }
}
