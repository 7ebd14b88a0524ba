using EdgeAI.Gateway;

namespace EdgeAI.Tests.Robot.Downlink;

/// <summary>The operator's command line beside a running gateway.</summary>
internal static class OperatorLine
{
    /// <summary>Sends a command and tells its id.</summary>
    public static async Task<string> SendAsync(string spool, string target, string name, string arguments) => (await RunAsync("command", "send", target, name, "--spool", spool, "--text", arguments)).Trim();

    /// <summary>Waits until the command's status ends so.</summary>
    public static async Task UntilAsync(string spool, string id, string end)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        string status = "";
        while (!status.EndsWith(end, StringComparison.Ordinal))
        {
            Assert.False(bound.IsCancellationRequested, $"did not become '{end}': {status}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            status = (await RunAsync("command", "status", id, "--spool", spool)).Trim();
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await GatewayCommand.Create().Parse(arguments).InvokeAsync(new() { Output = output, Error = error }, TestContext.Current.CancellationToken);
        Assert.True(code == 0, error.ToString());
        return output.ToString();
    }
}
