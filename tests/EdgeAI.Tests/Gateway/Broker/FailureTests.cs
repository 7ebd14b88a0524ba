using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using EdgeAI.Gateway.Broker;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>What a fault of the gateway's own leaves behind: nothing.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task Connection_WhoseReaderFails_LeavesTheBroker()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        Pipe written = new();
        FailingReader reader = new([.. MqttPackets.Connect(4, "robot"), .. MqttPackets.Subscribe(4, 1, ("t", 0))]);
        SilentPeer peer = new(() => { });
        Assert.True(broker.Broker.TryEnter(null, peer));
        await broker.Broker.ServeAsync(new MqttTransport(reader, written.Writer, () => ValueTask.CompletedTask, null, TestContext.Current.CancellationToken), peer);
        Assert.Equal(0, broker.Statistics.Connections);
        Assert.Equal(0, broker.Statistics.Subscriptions);
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.Failure]);
    }

    [Fact]
    public async Task Connection_ThatCannotBeLookedAfter_IsEndedAndTheOthersAreServed()
    {
        TestDirectory directory = new() { FailsFor = "bad" };
        await using BrokerFixture broker = await BrokerFixture.StartAsync(configure: options => options with { Devices = directory });
        RawMqttClient good = await broker.ConnectAsync("good", 4, MqttPackets.Connect(4, "good", keepAlive: 3));
        RawMqttClient bad = await broker.ConnectAsync("bad", 4);
        directory.Fails = true;
        Assert.Equal("closed", await bad.ReadHexAsync());
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.Failure]);
        Assert.Equal("closed", await good.ReadHexAsync());
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.KeepAlive]);
    }

    // Gives its bytes once and fails then, each time.
    private sealed class FailingReader(byte[] bytes) : PipeReader
    {
        private bool _given;

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            if (_given)
            {
                throw new InvalidOperationException("nothing more is read");
            }

            _given = true;
            return ValueTask.FromResult(new ReadResult(new ReadOnlySequence<byte>(bytes), false, false));
        }

        public override void AdvanceTo(SequencePosition consumed)
        {
        }

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
        }

        public override void CancelPendingRead()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public override bool TryRead([MaybeNullWhen(false)] out ReadResult result) => throw new InvalidOperationException("it is read asynchronously");
    }
}
