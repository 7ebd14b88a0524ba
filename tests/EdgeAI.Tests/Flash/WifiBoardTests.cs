using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeAI.Device.Application;
using EdgeAI.Device.Wire;
using EdgeAI.Firmware;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Configuration;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Hosting;
using MQTTnet.Server;

namespace EdgeAI.Tests.Flash;

/// <summary>A board behind Wi-Fi: flashed through its port, heard through a real broker on loopback, the one that its profile names.</summary>
public sealed class WifiBoardTests : IAsyncLifetime
{
    private const string Port = "flashing-port";

    private readonly FlashBench _bench = new();
    private readonly int _port = FreePort();
    private readonly MqttServer _broker;
    private readonly string _profile;

    public WifiBoardTests()
    {
        _broker = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(_port)
            .Build());
        _profile = _bench.PathOf("wrist.profile.json");
        File.WriteAllText(
            _profile,
            File.ReadAllText(FlashBench.Profile("rp2350-wrist"))
                .Replace("\"robot.local\"", "\"127.0.0.1\"", StringComparison.Ordinal)
                .Replace("1883", _port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    public async ValueTask InitializeAsync() => await _broker.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _broker.StopAsync();
        _broker.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task Run_BoardBehindTheBroker_IsHeardAndMatches()
    {
        BoardProfile board = FlashBench.Load(_profile);
        using SimulatedBoardHost unit = await SwitchOnAsync(board);
        FlashResult result = await _bench.RunAsync("--profile", _profile, "--port", Port, "--keep-network", "--watch", "3");

        Assert.Equal("", result.Answered(0).Errors);
        string broker = $"mqtt:127.0.0.1:{_port}/{board.Uplink!.Topic}";
        Assert.Contains($"waiting for the hello on {broker}", result.Output, StringComparison.Ordinal);
        Assert.Contains("serial number wifi-1", result.Output, StringComparison.Ordinal);
        Assert.Contains("right_wrist/wrench", result.Output, StringComparison.Ordinal);
        Assert.Contains(" N m", result.Output, StringComparison.Ordinal);
        Assert.Contains("'rp2350-wrist' is what its profile says", result.Lines[^1], StringComparison.Ordinal);
        Assert.Contains(_bench.Calls, static call => call.Contains("--deploy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_BrokerOfAnotherName_IsTakenFromTheDataPort()
    {
        string renamed = _bench.PathOf("renamed.profile.json");
        await File.WriteAllTextAsync(renamed, (await File.ReadAllTextAsync(_profile, TestContext.Current.CancellationToken)).Replace("\"127.0.0.1\"", "\"robot.invalid\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        BoardProfile board = FlashBench.Load(renamed);
        using SimulatedBoardHost unit = await SwitchOnAsync(board);
        FlashResult result = await _bench.RunAsync("--profile", renamed, "--port", Port, "--keep-network", "--data-port", $"mqtt:127.0.0.1:{_port}/{board.Uplink!.Topic}", "--watch", "2");

        Assert.Equal("", result.Answered(0).Errors);
    }

    [Fact]
    public async Task Run_BoardDoesNotSpeak_SaysWhatToCheck()
    {
        FlashResult result = await _bench.RunAsync("--profile", _profile, "--port", Port, "--keep-network", "--hello-timeout", "2");
        Assert.Contains("check that its Wi-Fi settings are right", Assert.Single(result.Answered(1).ErrorLines), StringComparison.Ordinal);

        await _broker.StopAsync();
        result = await _bench.RunAsync("--profile", _profile, "--port", Port, "--keep-network", "--hello-timeout", "2");
        Assert.Contains("the broker gave no connection and subscription for 2 s: start it", Assert.Single(result.Answered(1).ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SeveralBoardsUnderOneTopic_AreFlashedAndNotHeard()
    {
        string record = _bench.PathOf("units.csv");
        FlashResult result = await _bench.RunAsync("--profile", _profile, "--ports", "port-A,port-B", "--keep-network", "--record", record);
        Assert.Contains("port-A: 'rp2350-wrist' is flashed and not checked: every board of this profile speaks under", result.Answered(3).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await File.ReadAllLinesAsync(record, TestContext.Current.CancellationToken)).Count(static line => line.Contains(",unchecked,", StringComparison.Ordinal)));

        result = await _bench.RunAsync("--profile", _profile, "--ports", "port-A,port-B", "--keep-network", "--data-ports", "mqtt:a:1/x,mqtt:b:1/x");
        result.AssertRefusedInOneLine("--data-ports: boards of 'rp2350-wrist' speak under one MQTT topic");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<SimulatedBoardHost> SwitchOnAsync(BoardProfile board)
    {
        MonotonicClock clock = new();
        SimulatedHumanoid world = new(1, clock);
        SimulatedBoardHost host = new(
            new BoardImage(ConfigurationEncoder.Encode(board).Bytes, FirmwareVersion.Text, FrameFlags.Simulated),
            "wifi-1",
            configuration => new SimulatedBuses(world, board.Name, configuration),
            await MqttHostLine.ConnectAsync(_port, board.Uplink!.Topic!),
            new MemoryStore(),
            null,
            clock);
        host.Start();
        return host;
    }
}
