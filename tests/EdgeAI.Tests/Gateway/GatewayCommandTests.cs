using System.CommandLine;
using EdgeAI.Gateway;

namespace EdgeAI.Tests.Gateway;

public sealed class GatewayCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--id 'My Gateway' is not a valid id", "--id", "My Gateway")]
    [InlineData("--port 70000 is not a port", "--port", "70000")]
    [InlineData("--upstream 'city:x' is not HOST:PORT", "--upstream", "city:x")]
    [InlineData("--trim-by 'nothing' is not known: write receipt or puback", "--upstream", "city", "--trim-by", "nothing")]
    [InlineData("records leave the spool by the city's receipts, and no key of a city is given: give its public key (--city-key FILE, in a profile uplink.cityKeys), or, where no city sends receipts, let the broker's PUBACK do (--trim-by puback, in a profile uplink.trimBy)", "--upstream", "127.0.0.1:9")]
    [InlineData("the city's key absent.pub cannot be read (", "--upstream", "127.0.0.1:9", "--city-key", "absent.pub")]
    public async Task Command_BadOption_SaysSoInOneLine(string expected, params string[] options)
    {
        using StringWriter error = new();
        int code = await GatewayCommand.Create().Parse([.. options, "--spool", _folder["spool"]])
            .InvokeAsync(new InvocationConfiguration { Error = error, Output = TextWriter.Null }, TestContext.Current.CancellationToken);
        Assert.Equal(2, code);
        Assert.StartsWith($"EdgeAI.Gateway: {expected}", error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().Trim().Split('\n'));
    }

    [Fact]
    public async Task Command_BadProfile_NamesFilePlaceAndMend()
    {
        using StringWriter error = new();
        int code = await GatewayCommand.Create().Parse(["--profile", "absent.profile.json"])
            .InvokeAsync(new InvocationConfiguration { Error = error }, TestContext.Current.CancellationToken);
        Assert.Equal(2, code);
        Assert.StartsWith("EdgeAI.Gateway: absent.profile.json: there is no such file", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_Profile_GivesTheGatewayItsNameAndOptionsGoBeforeIt()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using StringWriter output = new();
        string profile = Checkout.PathOf("hardware-profiles", "desktop.profile.json");
        Task<int> run = GatewayCommand.Create().Parse(["--profile", profile, "--port", "0", "--spool", _folder["spool"], "--upstream", "127.0.0.1:9", "--trim-by", "puback"])
            .InvokeAsync(new InvocationConfiguration { Output = TextWriter.Synchronized(output) }, stop.Token);
        await Eventually.HoldsAsync(() => File.Exists(Path.Combine(_folder["spool"], "spool.db")), "the gateway starts");
        await stop.CancelAsync();
        Assert.Equal(0, await run);
        Assert.Contains("gateway desktop-gateway, epoch ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("upstream 127.0.0.1:9", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_UntilCancelled_RunsAGatewayAndEndsCleanly()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using StringWriter output = new();
        Task<int> run = GatewayCommand.Create().Parse(["--id", "gw", "--port", "0", "--spool", _folder["spool"]])
            .InvokeAsync(new InvocationConfiguration { Output = TextWriter.Synchronized(output) }, stop.Token);
        await Eventually.HoldsAsync(() => File.Exists(Path.Combine(_folder["spool"], "spool.db")), "the gateway starts");
        await stop.CancelAsync();
        Assert.Equal(0, await run);
        Assert.Contains("gateway gw, epoch ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("stopped; ", output.ToString(), StringComparison.Ordinal);
    }
}
