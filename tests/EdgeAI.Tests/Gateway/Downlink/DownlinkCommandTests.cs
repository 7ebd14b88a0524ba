using EdgeAI.Gateway;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Downlink;

/// <summary>The operator's commands beside a running gateway.</summary>
public sealed class DownlinkCommandTests : IDisposable
{
    private const string Robot = "robot-1";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeBus _bus = new();

    [Fact]
    public async Task Command_SentByTheOperator_ReachesTheRobotAndItsEndIsShown()
    {
        using GatewayLife life = new(GatewayLife.OptionsIn(_folder.Path, TimeProvider.System), _bus, []);
        _bus.Subscribe(Robot, Topics.Commands(GatewayLife.Site, Robot));

        (int code, string id, _) = await RunAsync("command", "send", Robot, "ping", "--spool", _folder.Path, "--text", "hello");
        life.Desk.Step();
        byte[] command = Assert.Single(_bus.Drain());
        life.Desk.Answer(Robot, GatewayLife.Result(command, CommandState.Done, detail: "hello"u8.ToArray()));
        (_, string status, _) = await RunAsync("command", "status", id.Trim(), "--spool", _folder.Path);
        (_, string all, _) = await RunAsync("command", "status", "--spool", _folder.Path);

        Assert.Equal(0, code);
        Assert.Equal(GatewayLife.IdOf(command).ToString(), id.Trim());
        Assert.Equal($"{id.Trim()} local robot-1 ping: Done: hello", status.Trim());
        Assert.Equal(status, all);
    }

    [Fact]
    public async Task Command_SentWithTheGatewaysProfile_KeepsItsLimits()
    {
        using GatewayLife life = new(GatewayLife.OptionsIn(_folder.Path, TimeProvider.System), _bus, []);
        string profile = await WriteProfileAsync($$""" "downlink": { "folder": "{{_folder.Path}}", "fromUpstream": false, "maximumLifetimeHours": 0.01, "maximumCommands": 1, "maximumWaiting": 1 } """);

        (int late, _, string refusal) = await RunAsync("command", "send", Robot, "ping", "--profile", profile, "--expires", "37");
        (int code, _, _) = await RunAsync("command", "send", Robot, "ping", "--profile", profile, "--expires", "36");
        (int full, _, string error) = await RunAsync("command", "send", Robot, "ping", "--profile", profile, "--expires", "36");

        Assert.Equal((2, 0, 2), (late, code, full));
        Assert.Contains("--expires 37 is outside of 1 to 36 s: the most is the profile's maximumLifetimeHours", refusal, StringComparison.Ordinal);
        CommandReader command = Assert.Single(life.Journal.Latest(10)).Open();
        Assert.Equal(TimeSpan.FromSeconds(36).Ticks * 100, command.ExpiresUtcNanoseconds - command.IssuedUtcNanoseconds);
        Assert.StartsWith("the journal remembers as many commands as it may", error[error.IndexOf("the journal", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithAProfileWithoutADownlink_NamesTheMend()
    {
        string profile = await WriteProfileAsync("");

        (int code, _, string error) = await RunAsync("command", "status", "--profile", profile);

        Assert.Equal(2, code);
        Assert.Contains("gives its gateway no downlink: add gateway.downlink, or leave --profile out", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Announcement_ByTheOperatorThatIsNone_IsRefusedWithItsReason()
    {
        using GatewayLife life = new(GatewayLife.OptionsIn(_folder.Path, TimeProvider.System), _bus, []);

        (_, string id, _) = await RunAsync("command", "send", GatewayLife.Gateway, "artifact.announce", "--spool", _folder.Path, "--text", "{}");
        life.Desk.Step();
        (_, string status, _) = await RunAsync("command", "status", id.Trim(), "--spool", _folder.Path);
        (int code, string rollouts, _) = await RunAsync("rollout", "status", "--spool", _folder.Path);

        Assert.Contains("Refused (BadArguments)", status, StringComparison.Ordinal);
        Assert.Equal((0, ""), (code, rollouts));
    }

    [Theory]
    [InlineData("command", "send", "Robot", "ping")]
    [InlineData("command", "send", "robot-1", "ping", "--hex", "xy")]
    [InlineData("command", "send", "robot-1", "ping", "--hex", "00", "--text", "a")]
    [InlineData("command", "send", "robot-1", "ping", "--expires", "0.5")]
    [InlineData("command", "send", "robot-1", "ping", "--expires", "NaN")]
    [InlineData("command", "status", "12")]
    [InlineData("command", "status", "101112131415161718191a1b1c1d1e1f")]
    public async Task Command_ThatIsNone_IsOneLineAndExitCode2(params string[] arguments)
    {
        new GatewayLife(GatewayLife.OptionsIn(_folder.Path, TimeProvider.System), _bus, []).Dispose();

        (int code, _, string error) = await RunAsync([.. arguments, "--spool", _folder.Path]);

        Assert.Equal(2, code);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Command_WithoutAJournal_NamesTheMend()
    {
        (int code, _, string error) = await RunAsync("command", "status", "--spool", _folder["nothing"]);

        Assert.Equal(2, code);
        Assert.Contains("--spool", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> WriteProfileAsync(string section)
    {
        await File.WriteAllTextAsync(
            _folder["robot.profile.json"],
            $$"""
            {
              "version": 1, "name": "n", "site": "s", "robot": { "id": "r1", "simulated": true },
              "boards": [ { "id": 1, "name": "hand", "sensors": [ { "stream": 1, "name": "hand/taxels", "driver": "simulated-hand", "rateHz": 50, "frame": "r_taxels" } ] } ],
              "gateway": { "id": "g", "embedded": true, "spool": { "folder": "spool" }{{(section.Length > 0 ? "," : "")}} {{section}} }
            }
            """,
            TestContext.Current.CancellationToken);
        return _folder["robot.profile.json"];
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await GatewayCommand.Create().Parse(arguments).InvokeAsync(new() { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
