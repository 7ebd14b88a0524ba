using System.CommandLine;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Tests.Gateway.Identity;

public sealed class IdentityCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commands_FromAuthorityToRevocation_DoWhatTheySay()
    {
        await RunAsync(0, "authority made in .*", "ca", "init", "--identity", _folder["identity"]);
        await RunAsync(0, "robot-1: certificate valid until .* UTC; .*robot-1.crt, .key and .*ca.crt go to the device", "enroll", "robot-1", "--identity", _folder["identity"], "--out", _folder["out"], "--publish", "a/#", "--publish", "b");
        TlsClient.Load(new TlsClientOptions { AuthorityFile = Path.Combine(_folder["out"], "ca.crt"), CertificateFile = Path.Combine(_folder["out"], "robot-1.crt"), KeyFile = Path.Combine(_folder["out"], "robot-1.key") });
        await RunAsync(0, "robot-1: valid until .* UTC; not due", "renew", "robot-1", "--in", _folder["out"], "--gateway", "127.0.0.1:9");
        await RunAsync(2, "EdgeAI.Gateway: the gateway at 127.0.0.1:9 cannot be reached .*", "renew", "robot-1", "--in", _folder["out"], "--gateway", "127.0.0.1:9", "--within", "40");
        await RunAsync(0, "robot-1 +active +[0-9A-F]{32} until .* UTC publish a/# b\n1 devices; authority until .*", "devices", "--identity", _folder["identity"]);
        await RunAsync(0, "next authority made; the one before is trusted until .*", "ca", "rotate", "--identity", _folder["identity"]);
        await RunAsync(0, "robot-1: 1 certificates revoked", "revoke", "robot-1", "--identity", _folder["identity"]);
        await RunAsync(0, "robot-1 +revoked .*\n1 devices; authority until .*, the one before trusted until .*", "devices", "--identity", _folder["identity"]);
    }

    [Theory]
    [InlineData("EdgeAI.Gateway: there is no folder .*: make the authority with: EdgeAI.Gateway ca init", "enroll", "robot-1")]
    [InlineData("EdgeAI.Gateway: there is no registry .*: make the authority with: EdgeAI.Gateway ca init", "devices")]
    [InlineData("EdgeAI.Gateway: name a device, or a certificate with --serial, and not both", "revoke")]
    [InlineData("EdgeAI.Gateway: --overlap -1 is not a number of days: use 0 to 3653", "ca", "rotate", "--overlap", "-1")]
    public Task Commands_BadInput_SaySoInOneLine(string expected, params string[] arguments)
        => RunAsync(2, expected, [.. arguments, "--identity", _folder["absent"]]);

    private static async Task RunAsync(int code, string expected, params string[] arguments)
    {
        using StringWriter output = new();
        int ended = await GatewayCommand.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        Assert.Matches($"^{expected}$", output.ToString().TrimEnd());
        Assert.Equal(code, ended);
    }
}
