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

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await GatewayCommand.Create().Parse(arguments).InvokeAsync(new() { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
