using System.Collections.Concurrent;
using System.Net;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace EdgeAI.Tests.Gateway.Downlink;

/// <summary>The connection for commands against a real MQTT server with sessions.</summary>
public sealed class DownlinkHostTests : IAsyncDisposable
{
    private const string Robot = "robot-1";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeBus _bus = new();
    private readonly ConcurrentQueue<byte[]> _spool = new();
    private readonly MqttServer _city;
    private readonly int _port;

    public DownlinkHostTests()
    {
        MqttServerOptions options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(0)
            .WithPersistentSessions()
            .Build();
        _city = new MqttServerFactory().CreateMqttServer(options);
        _city.StartAsync().GetAwaiter().GetResult();
        _port = options.DefaultEndpointOptions.Port;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Command_PublishedWhileTheGatewayIsAway_ArrivesWhenItIsBack(bool usesMqtt311)
    {
        _bus.Subscribe(Robot, Topics.Commands(GatewayLife.Site, Robot));
        await using (DownlinkHost first = await StartAsync(usesMqtt311))
        {
            await Eventually.HoldsAsync(() => first.Snapshot().Connected, "the gateway connects");
        }

        byte[] command = GatewayLife.Command(TimeProvider.System, "ping", Robot);
        await PublishAsync(command);

        await using DownlinkHost second = await StartAsync(usesMqtt311);
        await Eventually.HoldsAsync(() => _bus.Published.Count == 1, "the command reaches the robot");
        Assert.Null(await _bus.Handler!.HandleAsync(null!, Topics.Results(GatewayLife.Site, Robot), GatewayLife.Result(command, CommandState.Done)));
        await Eventually.HoldsAsync(() => _spool.Count == 2, "both reports are in the spool");

        Assert.Equal(command, _bus.Published[0].Payload);
        Assert.Equal([CommandState.Received, CommandState.Done], GatewayLife.Told([.. _spool], GatewayLife.IdOf(command)));
    }

    [Fact]
    public async Task Command_CutOffBeforeItIsKept_IsDeliveredAgainAndKeptOnce()
    {
        int kills = 0;
        byte[] command = GatewayLife.Command(TimeProvider.System, "ping", Robot);
        await using DownlinkHost host = await StartAsync(false, step =>
        {
            // G1 and G2: neither is acknowledged, the second is found by its id.
            if (step is DownlinkStep.BeforeReceived or DownlinkStep.AfterReceived && Interlocked.Increment(ref kills) is 1 or 3)
            {
                throw new KilledException();
            }
        });
        await Eventually.HoldsAsync(() => host.Snapshot().Connected, "the gateway connects");

        await PublishAsync(command);
        await Eventually.HoldsAsync(() => host.Snapshot() is { Received: 3, Connected: true }, "the command came three times");
        await Eventually.HoldsAsync(() => !_spool.IsEmpty, "a report is in the spool");

        await Eventually.HoldsAsync(() => host.Snapshot().Waiting == 1, "one waits");
        Assert.Single(_spool);
    }

    [Fact]
    public async Task Payload_ThatIsNoCommand_IsAcknowledgedAndCounted()
    {
        await using DownlinkHost host = await StartAsync(false);
        await Eventually.HoldsAsync(() => host.Snapshot().Connected, "the gateway connects");

        await PublishAsync([1, 2, 3]);
        await PublishAsync(GatewayLife.Command(TimeProvider.System, "ping", Robot));

        await Eventually.HoldsAsync(() => host.Snapshot() is { Malformed: 1, Waiting: 1 }, "one is malformed, one waits");
        Assert.Equal(2, host.Snapshot().Received);
    }

    [Fact]
    public async Task Command_OnAnotherTopicOfTheSession_IsNotTaken()
    {
        await using DownlinkHost host = await StartAsync(false);
        await Eventually.HoldsAsync(() => host.Snapshot().Connected, "the gateway connects");
        string foreign = Topics.Commands("hall-3", GatewayLife.Gateway);
        await _city.SubscribeAsync($"edgeai-commands-{GatewayLife.Site}-{GatewayLife.Gateway}", [new MqttTopicFilterBuilder().WithTopic(foreign).WithAtLeastOnceQoS().Build()]);

        await PublishAsync(GatewayLife.Command(TimeProvider.System, "ping", Robot), foreign);
        await PublishAsync(GatewayLife.Command(TimeProvider.System, "ping", Robot));

        await Eventually.HoldsAsync(() => host.Snapshot() is { Received: 2, Waiting: 1, Strangers: 1 }, "one is taken, the other is none of this site");
    }

    [Fact]
    public async Task Snapshot_AfterTheEnd_IsWhatStoodLast()
    {
        DownlinkHost host = await StartAsync(false);
        await Eventually.HoldsAsync(() => host.Snapshot().Connected, "the gateway connects");
        await PublishAsync(GatewayLife.Command(TimeProvider.System, "ping", Robot));
        await Eventually.HoldsAsync(() => host.Snapshot().Waiting == 1, "one waits");
        await host.DisposeAsync();

        Assert.Equal(1, host.Snapshot().Waiting);
    }

    [Fact]
    public async Task Journal_Damaged_IsKeptAsideAndTheDownlinkGoesOn()
    {
        await (await StartAsync(false)).DisposeAsync();
        string path = Path.Combine(_folder.Path, DownlinkDatabase.FileName);
        using (FileStream stream = File.OpenWrite(path))
        {
            stream.Position = 4096;
            stream.Write(new byte[4096]);
        }

        await using DownlinkHost host = await StartAsync(false);
        await Eventually.HoldsAsync(() => host.Snapshot().Connected, "the gateway connects");
        await PublishAsync(GatewayLife.Command(TimeProvider.System, "ping", Robot));
        await Eventually.HoldsAsync(() => host.Snapshot().Waiting == 1, "it takes commands");

        string aside = Assert.Single(Directory.GetFiles(_folder.Path, "downlink.db.damaged-*"), static file => file.EndsWith('Z'));
        Assert.Contains(aside, host.Snapshot().LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_FailingForAWhile_IsToldAndForgottenWhenItIsWell()
    {
        bool fails = true;
        await using DownlinkHost host = await StartAsync(false, step =>
        {
            if (Volatile.Read(ref fails) && step == DownlinkStep.BeforeSent)
            {
                throw new IOException("the disk is gone");
            }
        });
        await Eventually.HoldsAsync(() => host.Snapshot().Connected, "the gateway connects");
        await PublishAsync(GatewayLife.Command(TimeProvider.System, "ping", Robot));
        await Eventually.HoldsAsync(() => host.Snapshot().LastError == "the journal of commands failed: the disk is gone", "it is told");

        Volatile.Write(ref fails, false);

        await Eventually.HoldsAsync(() => host.Snapshot().LastError.Length == 0, "it is well again");
    }

    [Fact]
    public async Task Upstream_Away_IsNamed()
    {
        await _city.StopAsync(new MqttServerStopOptions());
        await using DownlinkHost host = await StartAsync(false);

        await Eventually.HoldsAsync(() => host.Snapshot().LastError.Contains($"127.0.0.1:{_port}", StringComparison.Ordinal), "the upstream is named");

        Assert.False(host.Snapshot().Connected);
    }

    public async ValueTask DisposeAsync()
    {
        if (_city.IsStarted)
        {
            await _city.StopAsync(new MqttServerStopOptions());
        }

        _city.Dispose();
        _folder.Dispose();
    }

    private async Task<DownlinkHost> StartAsync(bool usesMqtt311, Action<DownlinkStep>? atStep = null)
    {
        DownlinkOptions options = GatewayLife.OptionsIn(_folder.Path, TimeProvider.System) with
        {
            Upstream = new UpstreamOptions { Host = "127.0.0.1", Port = _port, Protocol = usesMqtt311 ? MqttProtocol.Mqtt311 : MqttProtocol.Mqtt5 },
            InitialBackoff = TimeSpan.FromMilliseconds(5),
            MaximumBackoff = TimeSpan.FromMilliseconds(20),
            AtStep = atStep,
        };
        DownlinkHost host = new(options, GatewayLife.Site, GatewayLife.Gateway, _bus, (kind, recordClass, body) =>
        {
            Assert.Equal((RecordKind.CommandResult, RecordClass.Event), (kind, recordClass));
            _spool.Enqueue(body.ToArray());
            return Task.FromResult(StoreStatus.Stored);
        });
        await host.StartAsync();
        return host;
    }

    private async Task PublishAsync(byte[] payload, string? topic = null)
        => await _city.InjectApplicationMessage(new InjectedMqttApplicationMessage(new MqttApplicationMessage
        {
            Topic = topic ?? Topics.Commands(GatewayLife.Site, GatewayLife.Gateway),
            Payload = new System.Buffers.ReadOnlySequence<byte>(payload),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        }));
}
