using System.Net;
using System.Text;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Records;
using MQTTnet.Server;

namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>An edge node, a broker, a host application on it, and a way between node and broker that can be cut.</summary>
internal sealed class EdgeNodeFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MqttServer? _server;
    private SparkplugEdgeNode? _node;
    private long _sequence;

    private EdgeNodeFixture(MqttServer? server, int port)
    {
        _server = server;
        Way = new CutProxy(port);
    }

    public CutProxy Way { get; }

    public ListeningHost Host { get; private set; } = null!;

    public SparkplugEdgeNode Node => _node ?? throw new InvalidOperationException("the test runs without a node of its own");

    /// <summary>Starts a node with a broker in this process, or with the one on a port.</summary>
    public static async Task<EdgeNodeFixture> StartAsync(Func<SparkplugOptions, SparkplugOptions>? change = null, int? brokerPort = null)
    {
        EdgeNodeFixture fixture = await StartWithoutNodeAsync(brokerPort);
        fixture.StartNode(change);
        return fixture;
    }

    /// <summary>Starts everything but the node.</summary>
    public static async Task<EdgeNodeFixture> StartWithoutNodeAsync(int? brokerPort = null)
    {
        MqttServer? server = null;
        if (brokerPort is null)
        {
            MqttServerOptions options = new MqttServerOptionsBuilder()
                .WithDefaultEndpoint()
                .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
                .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
                .WithDefaultEndpointPort(0)
                .Build();
            server = new MqttServerFactory().CreateMqttServer(options);
            await server.StartAsync();
            brokerPort = options.DefaultEndpointOptions.Port;
        }

        return new EdgeNodeFixture(server, brokerPort.Value) { Host = await ListeningHost.StartAsync(brokerPort.Value) };
    }

    /// <summary>Starts a node.</summary>
    /// <param name="change">What is different from the options of a test.</param>
    /// <param name="before">What happens to it before it begins.</param>
    /// <param name="time">Its clock; nothing for the machine's.</param>
    public void StartNode(Func<SparkplugOptions, SparkplugOptions>? change = null, Action<SparkplugEdgeNode>? before = null, TimeProvider? time = null)
    {
        SparkplugOptions options = new()
        {
            Host = "127.0.0.1",
            Port = Way.Port,
            Group = "lab",
            EdgeNode = "gw",
            MinimumInterval = TimeSpan.FromMilliseconds(20),
            InitialBackoff = TimeSpan.FromMilliseconds(20),
            MaximumBackoff = TimeSpan.FromMilliseconds(100),
        };
        _node = new SparkplugEdgeNode(change?.Invoke(options) ?? options, _folder.Path, time ?? TimeProvider.System);
        before?.Invoke(_node);
        _node.Start();
    }

    /// <summary>Hands the node a stored record, as the spool writer does.</summary>
    public void Store(Message message, string robot = "r1")
    {
        byte[] frame = new byte[FrameLayout.MaxFrameLength];
        message.Stamp = new Stamp(1000, 0);
        int length = FrameEncoder.Encode(new FrameHeader { Board = 1, Stream = 2, Boot = 1, Sequence = _sequence }, message, frame, 0, frame.Length);
        Node.Stored(new GatewayRecord
        {
            Sequence = ++_sequence,
            Kind = RecordKind.Frame,
            Class = RecordClass.Telemetry,
            ReceivedUtcNanoseconds = 0,
            UtcNanoseconds = 1_700_000_000_000_000_000 + (_sequence * 1_000_000),
            UncertaintyNanoseconds = 0,
            RobotBoot = 1,
            Robot = Encoding.ASCII.GetBytes(robot),
            Frame = frame.AsSpan(0, length),
        });
    }

    public async Task OnlineAsync(int bdSeq)
        => await Eventually.HoldsAsync(() => Host.Judged(host => host.IsOnline && host.BdSeq == bdSeq), $"the node is online with bdSeq {bdSeq}");

    /// <summary>Waits until the host has heard exactly this.</summary>
    public async Task HeardAsync(params string[] messages)
    {
        try
        {
            await Eventually.HoldsAsync(() => Host.Heard.SequenceEqual(messages), "");
        }
        catch (Xunit.Sdk.FailException)
        {
            Assert.Equal(messages, Host.Heard);
        }
    }

    public async Task LiveAsync(string metric, double value)
        => await Eventually.HoldsAsync(() => Host.Judged(host => host.Live.TryGetValue(metric, out SparkplugMessage.Metric? live) && live.Value == value), $"{metric} is {value}");

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        await Host.DisposeAsync();
        Way.Dispose();
        if (_server is not null)
        {
            await _server.StopAsync(new MqttServerStopOptions());
            _server.Dispose();
        }

        _folder.Dispose();
    }
}
