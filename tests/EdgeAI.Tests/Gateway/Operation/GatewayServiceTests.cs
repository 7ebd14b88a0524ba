using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Uplinks;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.Gateway.Operation;

/// <summary>The gateway as a process of its own: what systemd hears, SIGTERM, drain, exit codes.</summary>
public sealed class GatewayServiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // systemd names its socket by a path, or by an abstract name that begins with '@' (sd_notify(3)).
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Process_UnderSystemd_IsReadyFedStoppingAndTellsClientsWhy(bool isAbstract)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux: SIGTERM and a notify socket");
        string path = _folder["notify"];
        using Socket systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint((isAbstract ? "\0" : "") + path));
        using Process gateway = Start((isAbstract ? "@" : "") + path, "--log", "Json");
        JsonElement started = JsonDocument.Parse((await gateway.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement;
        Assert.Equal("Started", started.GetProperty("event").GetString());
        HashSet<string> heard = [];
        while (!heard.IsSupersetOf(["READY=1", "WATCHDOG=1"]))
        {
            heard.Add(await HearAsync(systemd));
        }

        int port = int.Parse(started.GetProperty("listening").GetString()!.Split(':')[1], CultureInfo.InvariantCulture);
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        TaskCompletionSource<MqttClientDisconnectReason> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += args =>
        {
            ended.TrySetResult(args.Reason);
            return Task.CompletedTask;
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500).Build(), TestContext.Current.CancellationToken);
        await client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic("edgeai/v1/site/robot/1/1").WithPayload(RawFrames.Make(1, 1, 1)).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            TestContext.Current.CancellationToken);
        await TerminateAsync(gateway);
        Assert.Equal(MqttClientDisconnectReason.ServerShuttingDown, await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        while (!heard.Contains("STOPPING=1"))
        {
            heard.Add(await HearAsync(systemd));
        }

        string[] last = (await gateway.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().Split('\n');
        await gateway.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, gateway.ExitCode);
        JsonElement stopped = JsonDocument.Parse(last[^1]).RootElement;
        Assert.Equal("Stopped", stopped.GetProperty("event").GetString());

        // The frame's and its seal; and what the gateway tells of itself, with seals of its own.
        Match spool = Regex.Match(stopped.GetProperty("message").GetString()!, "spool ([0-9]+) records");
        Assert.InRange(int.Parse(spool.Groups[1].Value, CultureInfo.InvariantCulture), 7, 12);
    }

    [Fact]
    public async Task Process_WithADownlink_StopsInOrderAndSaysSo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux: SIGTERM");
        JsonNode profile = JsonNode.Parse(await File.ReadAllTextAsync(Checkout.PathOf("hardware-profiles", "desktop.profile.json"), TestContext.Current.CancellationToken))!;
        profile["gateway"]!["downlink"] = new JsonObject { ["folder"] = _folder["downlink"] };
        profile["$schema"] = Checkout.PathOf("hardware-profiles", "profile.schema.json");
        string path = _folder["desktop.profile.json"];
        profile["name"] = "desktop";
        await File.WriteAllTextAsync(path, profile.ToJsonString(), TestContext.Current.CancellationToken);
        using Process gateway = Start(null, "--profile", path, "--http", "0", "--log", "Json");
        string? first = await gateway.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"Started\"", first, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder["downlink"], "downlink.db")));
        await TerminateAsync(gateway);
        string[] last = (await gateway.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().Split('\n');
        await gateway.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Stopped", JsonDocument.Parse(last[^1]).RootElement.GetProperty("event").GetString());
        Assert.Equal(0, gateway.ExitCode);
    }

    [Fact]
    public async Task Process_DrainThatDoesNotEnd_EndsWith3AndKeepsWhatWaits()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux: SIGTERM");
        await using (GatewayHost host = await GatewayHost.StartAsync(new GatewayOptions { Id = "gateway", Site = "site", SpoolFolder = _folder["spool"], Port = 0 }))
        {
            using IMqttClient client = new MqttClientFactory().CreateMqttClient();
            await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", host.Port).Build(), TestContext.Current.CancellationToken);
            await client.PublishAsync(
                new MqttApplicationMessageBuilder().WithTopic("edgeai/v1/site/robot/1/1").WithPayload(RawFrames.Make(1, 1, 1)).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
                TestContext.Current.CancellationToken);
        }

        using Process gateway = Start(null, "--upstream", "127.0.0.1:1", "--trim-by", "puback", "--drain", "1");
        Assert.Contains("listening on", await gateway.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await TerminateAsync(gateway);
        string output = await gateway.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await gateway.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, gateway.ExitCode);
        Assert.Contains("not all was taken within 1 s, the rest waits in the spool", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WithDrain_LetsTheUpstreamTakeWhatWaits()
    {
        await using TestCity city = new();
        await city.StartAsync();
        TaskCompletionSource answers = new();
        city.AnswersWaitFor = answers.Task;
        await using GatewayHost host = await GatewayHost.StartAsync(new GatewayOptions { Id = "gateway", Site = "site", SpoolFolder = _folder["spool"], Port = 0 }.WithUpstream("127.0.0.1", city.Port, TrimBy.Puback));
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", host.Port).Build(), TestContext.Current.CancellationToken);
        await client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic("edgeai/v1/site/robot/1/1").WithPayload(RawFrames.Make(1, 1, 1)).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            TestContext.Current.CancellationToken);
        Task<bool> stopping = host.StopAsync(TimeSpan.FromSeconds(60));
        await Eventually.HoldsAsync(() => !client.IsConnected, "clients are sent away first");
        Assert.False(stopping.IsCompleted);
        answers.SetResult();
        Assert.True(await stopping);
        Assert.Equal(0, host.Snapshot().Spool.Depth);
    }

    [Fact]
    public void UnitFile_ByItsOwnChecker_IsSound()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "needs the Debian package systemd");
        string unit = _folder["edgeai-gateway.service"];
        File.WriteAllText(unit, File.ReadAllText(Checkout.PathOf("gateway", "edgeai-gateway.service")).Replace("/opt/edgeai/gateway/EdgeAI.Gateway", "/bin/true", StringComparison.Ordinal));
        using Process check = Process.Start(new ProcessStartInfo("/usr/bin/systemd-analyze", ["verify", "--recursive-errors=no", unit]) { RedirectStandardError = true })!;
        string problems = check.StandardError.ReadToEnd();
        check.WaitForExit();
        Assert.DoesNotContain("edgeai-gateway.service", problems, StringComparison.Ordinal);
        Assert.Equal(0, check.ExitCode);
    }

    private Process Start(string? notify, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [typeof(GatewayHost).Assembly.Location, "--port", "0", "--spool", _folder["spool"], .. arguments]) { RedirectStandardOutput = true };
        start.Environment["NOTIFY_SOCKET"] = notify;
        start.Environment["WATCHDOG_USEC"] = "200000";
        return Process.Start(start)!;
    }

    private static async Task<string> HearAsync(Socket systemd)
    {
        byte[] buffer = new byte[256];
        int length = await systemd.ReceiveAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static async Task TerminateAsync(Process process)
    {
        using Process kill = Process.Start("/bin/kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
