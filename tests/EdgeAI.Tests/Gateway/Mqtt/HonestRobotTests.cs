using System.Net;
using System.Net.Sockets;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;
using EdgeAI.Tests.Gateway.Broker;

namespace EdgeAI.Tests.Gateway.Mqtt;

/// <summary>The fuzzer's judge tells a robot that had no time from a broker that does not serve.</summary>
public sealed class HonestRobotTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task RobotWhoseConnectLeavesTooLate_IsCountedAsStarvedAndTriesAgain()
    {
        RingingTime time = new();
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { ConnectTimeout = Limit }, options => options with { Time = time });
        broker.Store.AtOnce = StoreStatus.Stored;
        int attempts = 0;
        HonestRobot robot = new(Limit, time) { BeforeConnect = LoseTimeOnceAsync };
        Assert.Null(await robot.CheckAsync(broker.Broker.Port));
        Assert.Equal((2, 1), (attempts, robot.Starved));

        async Task LoseTimeOnceAsync()
        {
            if (++attempts == 1)
            {
                await Eventually.HoldsAsync(() => broker.Statistics.Connects == 1, "it is accepted");
                await Eventually.HoldsAsync(
                    () =>
                    {
                        time.Pass(TimeSpan.FromMilliseconds(250));
                        return broker.Statistics.EndedBy.ContainsKey(ConnectionEnd.ConnectTimeout);
                    },
                    "the broker has given it up");
            }
        }
    }

    [Fact]
    public async Task RobotThatIsAlwaysTooLate_IsAFindingOfItsOwn()
    {
        using TcpListener closing = new(IPAddress.Loopback, 0);
        closing.Start();
        RingingTime time = new();
        HonestRobot robot = new(Limit, time)
        {
            BeforeConnect = async () =>
            {
                (await closing.AcceptTcpClientAsync(TestContext.Current.CancellationToken)).Dispose();
                time.Pass(Limit);
            },
        };
        Assert.Equal("an honest robot could not send CONNECT within 1 s, 20 times in a row: the machine is too busy to judge on", await robot.CheckAsync(((IPEndPoint)closing.LocalEndpoint).Port));
        Assert.Equal(20, robot.Starved);
    }

    [Fact]
    public async Task BrokerThatClosesInTime_IsAFindingAndNoStarvation()
    {
        using TcpListener closing = new(IPAddress.Loopback, 0);
        closing.Start();
        RingingTime time = new();
        HonestRobot robot = new(Limit, time) { BeforeConnect = async () => (await closing.AcceptTcpClientAsync(TestContext.Current.CancellationToken)).Dispose() };
        Assert.StartsWith("an honest robot was not served: ", await robot.CheckAsync(((IPEndPoint)closing.LocalEndpoint).Port), StringComparison.Ordinal);
        Assert.Equal(0, robot.Starved);
    }
}
