using System.Buffers;
using System.IO.Pipelines;
using EdgeAI.Gateway.Broker;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>A client that does not take what is written to it for a while, over a transport whose every byte the test moves.</summary>
public sealed class SlowReaderTests
{
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(20);

    private readonly RingingTime _time = new();

    // The broker does all that it can do about what is written before the writing ends.
    private readonly Pipe _toBroker = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    // Takes one small answer; a further one waits for the reader.
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 8, resumeWriterThreshold: 4, readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reader_ThatStalls_IsEndedUnlessItGoesOnInTime(bool goesOn)
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { WriteTimeout = WriteTimeout }, options => options with { Time = _time });
        SilentPeer peer = new(() => _toBroker.Writer.Complete(new IOException("ended from here")));
        Assert.True(broker.Broker.TryEnter(null, peer));
        Task served = broker.Broker.ServeAsync(new MqttTransport(_toBroker.Reader, _toClient.Writer, () => ValueTask.CompletedTask, null, TestContext.Current.CancellationToken), peer);
        await SendAsync(MqttPackets.Connect(4, "robot", keepAlive: 0));
        Assert.Equal("20020000", await ReadAsync(4));

        await SendAsync([.. Enumerable.Repeat(MqttPackets.Ping, 100).SelectMany(static ping => ping)]);
        _time.Pass(WriteTimeout);
        Assert.Empty(broker.Statistics.EndedBy);
        if (goesOn)
        {
            Assert.Equal(string.Concat(Enumerable.Repeat("D000", 100)), await ReadAsync(200));
        }

        _time.Pass(WriteTimeout + WriteTimeout);
        if (goesOn)
        {
            await SendAsync(MqttPackets.Ping);
            Assert.Equal("D000", await ReadAsync(2));
            Assert.Empty(broker.Statistics.EndedBy);
        }
        else
        {
            Assert.Equal([ConnectionEnd.SlowReader], broker.Statistics.EndedBy.Keys);
        }

        await _toClient.Reader.CompleteAsync();
        if (goesOn)
        {
            await _toBroker.Writer.CompleteAsync();
        }

        await served.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(0, broker.Statistics.Connections);
    }

    private async Task SendAsync(byte[] bytes) => await _toBroker.Writer.WriteAsync(bytes, TestContext.Current.CancellationToken);

    private async Task<string> ReadAsync(int length)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        ArrayBufferWriter<byte> read = new();
        while (read.WrittenCount < length)
        {
            ReadResult result = await _toClient.Reader.ReadAsync(patience.Token);
            foreach (ReadOnlyMemory<byte> piece in result.Buffer)
            {
                read.Write(piece.Span);
            }

            _toClient.Reader.AdvanceTo(result.Buffer.End);
        }

        return Convert.ToHexString(read.WrittenSpan);
    }
}
