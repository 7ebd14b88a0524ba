using System.Buffers;
using System.Threading.Channels;
using EdgeAI.City.Receiving;
using EdgeAI.City.Sources;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Uplinks;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>Receipts for what is in the city's table, as a gateway gets them: signed, under its own topic, from either kind of broker.</summary>
public sealed class ReceiptDeliveryTests(CityServers servers) : IClassFixture<CityServers>
{
    private const string Gateway = "gateway-1";

    [Fact]
    public async Task Receipts_OverMqtt_AreSignedWithTheCitysKey()
    {
        TestDatabase database = await servers.DatabaseAsync();
        UpstreamScript broker = await servers.MosquittoAsync();
        using TemporaryFolder folder = new();
        using RecordSigningKey key = await NewKeyAsync(folder);
        await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(broker.Port, database, receipts: new SignedReceipts(key, TimeProvider.System));
        await AssertReceiptsAsync(receiver, broker.Port, MqttProtocolVersion.V500, KeyFile.ReadPublic(folder["city.pem.pub"]));
    }

    [Fact]
    public async Task Receipts_OverAmqp_ReachTheSubscriberOfTheMqttPluginSignedBySuiteTwo()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await using UpstreamScript broker = await UpstreamScript.StartAsync("rabbitmq.sh", ports: 2);
        using TemporaryFolder folder = new();
        using RecordSigningKey key = await NewKeyAsync(folder, "--suite", "sm3-sm2");
        Assert.Equal(AlgorithmSuite.Sm3Sm2, key.Suite);
        SourceOptions options = new() { Brokers = [new BrokerAddress("127.0.0.1", broker.SecondPort)], Name = "city" };
        await using RunningReceiver receiver = RunningReceiver.OverAmqp(options, database, new SignedReceipts(key, TimeProvider.System));
        await receiver.ConnectedAsync();
        await AssertReceiptsAsync(receiver, broker.Port, MqttProtocolVersion.V311, KeyFile.ReadPublic(folder["city.pem.pub"]));
    }

    [Fact]
    public async Task Session_ThatIsGivenUpWhileReceiptsWait_LeavesNoneWaiting()
    {
        UpstreamScript broker = await servers.MosquittoAsync();
        await using FaultyProxy network = new(broker.Port);
        MqttSource source = new(new SourceOptions { Brokers = [new BrokerAddress("127.0.0.1", network.Port)], Name = "given-up" }, "given-up", TimeSpan.Zero);
        IRecordSession session = await source.OpenAsync(Channel.CreateUnbounded<Arrival>().Writer, TestContext.Current.CancellationToken);

        // More than are on their way at once, and no answer to any: then the connection is given up.
        network.Stall();
        Task[] receipts = [.. Enumerable.Range(0, 100).Select(_ => session.PublishAsync(Topics.GatewayRecords(Site, Gateway), new byte[100], TestContext.Current.CancellationToken))];
        await session.DisposeAsync();
        Task ended = Task.WhenAll(receipts);
        await Task.WhenAny(ended).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.All(receipts, static receipt => Assert.True(receipt.IsFaulted));
    }

    [Fact]
    public async Task KeyFile_ThatOthersMayReadOrThatIsThereAlready_IsRefused()
    {
        using TemporaryFolder folder = new();
        (await NewKeyAsync(folder)).Dispose();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder["city.pem"], UnixFileMode.UserRead | UnixFileMode.OtherRead);
            KeyFileException refused = Assert.Throws<KeyFileException>(() => KeyFile.ReadPrivate(folder["city.pem"]));
            Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
        }

        (int exitCode, string output) = await CityProcess.RunAsync("keys", "new", "--out", folder["city.pem"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("a key is never written over another", output, StringComparison.Ordinal);
        (exitCode, output) = await CityProcess.RunAsync("keys", "new", "--out", folder["other.pem"], "--suite", "md5");
        Assert.Equal((2, "EdgeAI.City: --suite 'md5' is not known: write sha256-p256 or sm3-sm2"), (exitCode, output.Trim()));
    }

    private static async Task<RecordSigningKey> NewKeyAsync(TemporaryFolder folder, params string[] suite)
    {
        (int exitCode, string output) = await CityProcess.RunAsync(["keys", "new", "--out", folder["city.pem"], .. suite]);
        Assert.True(exitCode == 0, output);
        return KeyFile.ReadPrivate(folder["city.pem"]);
    }

    private static async Task AssertReceiptsAsync(RunningReceiver receiver, int port, MqttProtocolVersion version, RecordPublicKey published)
    {
        Lock gate = new();
        List<byte[]> receipts = [];
        using IMqttClient gateway = new MqttClientFactory().CreateMqttClient();
        gateway.ApplicationMessageReceivedAsync += args =>
        {
            lock (gate)
            {
                receipts.Add(args.ApplicationMessage.Payload.ToArray());
            }

            return Task.CompletedTask;
        };
        await gateway.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(version).Build(), TestContext.Current.CancellationToken);
        await gateway.SubscribeAsync($"edgeai/v1/{Site}/{Gateway}/receipts", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);

        await using CityPublisher publisher = await CityPublisher.ConnectAsync(port, version);
        await publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From(1, 30)));
        await publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From(31, 12)));
        await receiver.SettledAsync(2);
        HashSet<ReceiptBatch> told = [];
        await Eventually.HoldsAsync(() => Told(2), "both batches are told of");
        Assert.Equal([new ReceiptBatch(RecordClass.Telemetry, 1, 30, 30), new ReceiptBatch(RecordClass.Telemetry, 31, 42, 12)], told.OrderBy(static batch => batch.First));

        bool Told(int batches)
        {
            lock (gate)
            {
                foreach (byte[] receipt in receipts)
                {
                    Assert.Equal(ReceiptRejection.None, ReceiptReader.Open(receipt, [published], out ReceiptReader opened));
                    Assert.Equal((Gateway, Epoch), (opened.GatewayName, opened.Epoch));
                    while (opened.MoveNext())
                    {
                        told.Add(opened.Current);
                    }
                }
            }

            return told.Count == batches;
        }
    }
}
