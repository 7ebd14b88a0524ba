using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using MQTTnet;
using MQTTnet.Server;

namespace EdgeAI.Tests.Gateway.Identity;

public sealed class TlsClientTests
{
    [Fact]
    public async Task ForMqtt_ServerOfTheAuthority_IsTrustedUnderItsNameOnly()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1");
        fixture.Open().Dispose();
        int port = FreePort();
        using MqttServer server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithEncryptedEndpoint()
            .WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
            .WithEncryptedEndpointPort(port)
            .WithEncryptionCertificate(PemCertificates.ReadWithKey(fixture.Folder.ServerCertificate, fixture.Folder.ServerKey))
            .WithEncryptionSslProtocol(SslProtocols.Tls12)
            .Build());
        await server.StartAsync();

        TlsClient tls = TlsClient.Load(robot with { ServerName = null }, fixture.Time);
        await ConnectAsync(tls, "127.0.0.1", port);
        await ConnectAsync(TlsClient.Load(robot with { ServerName = "localhost" }, fixture.Time), "127.0.0.1", port);
        TlsClient misnamed = TlsClient.Load(robot with { ServerName = "city.example" }, fixture.Time);
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(misnamed, "127.0.0.1", port));
        Assert.Equal("the server's certificate is for 'localhost', not for 'city.example'", misnamed.LastError);
        using AuthorityFixture foreign = await AuthorityFixture.CreateAsync();
        TlsClient stranger = TlsClient.Load(robot with { AuthorityFile = foreign.Folder.Trust }, fixture.Time);
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(stranger, "127.0.0.1", port));
        Assert.Contains("does not come from an authority that is trusted here", stranger.LastError, StringComparison.Ordinal);
        TlsClient device = TlsClient.Load(robot with { AuthorityFile = null }, fixture.Time);
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(device, "127.0.0.1", port));
        await server.StopAsync();
    }

    [Fact]
    public async Task ForSsl_HttpClient_TakesTheNameFromTheAddress()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1");
        using DeviceDirectory directory = fixture.Open();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen
            => listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(directory.ForHandshake()) })));
        await using WebApplication application = builder.Build();
        application.Run(context => context.Response.WriteAsync(context.Connection.ClientCertificate!.Subject));
        await application.StartAsync(TestContext.Current.CancellationToken);
        Uri address = new(application.Urls.Single());

        TlsClient tls = TlsClient.Load(robot with { ServerName = null }, fixture.Time);
        using SocketsHttpHandler handler = new() { SslOptions = tls.ForSsl() };
        using HttpClient client = new(handler);
        Assert.Equal("CN=robot-1", await client.GetStringAsync(address, TestContext.Current.CancellationToken));
        await application.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Files_Renewed_AreUsedByTheNextConnectionAndDamagedOnesAreNot()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1", days: 1);
        TlsClient tls = TlsClient.Load(robot, fixture.Time);
        Assert.Equal(SetTime.Start.AddDays(1), tls.CertificateExpires);
        await fixture.EnrollAsync("robot-1", days: 9);
        Assert.Equal(SetTime.Start.AddDays(9), tls.CertificateExpires);
        File.WriteAllText(robot.CertificateFile!, "rubbish");
        Assert.Equal(SetTime.Start.AddDays(9), tls.CertificateExpires);
        Assert.Contains("robot-1.crt", tls.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_BadFiles_SaysSoInOneLine()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions robot = await fixture.EnrollAsync("robot-1");
        TlsClientOptions other = await fixture.EnrollAsync("robot-2");
        AssertRefused("has no key: give both files or neither", robot with { KeyFile = null });
        AssertRefused("has no certificate: give both files or neither", robot with { CertificateFile = null });
        AssertRefused("are not a certificate and its private key", robot with { KeyFile = other.KeyFile });
        AssertRefused("holds no certificate", robot with { AuthorityFile = robot.KeyFile });
        AssertRefused("cannot be read", robot with { AuthorityFile = fixture["absent"] });
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(robot.KeyFile!, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            AssertRefused("can be read or changed by others: chmod 600", robot);
        }
    }

    private static void AssertRefused(string expected, TlsClientOptions options)
    {
        GatewayException refused = Assert.Throws<GatewayException>(() => TlsClient.Load(options));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private static async Task ConnectAsync(TlsClient tls, string host, int port)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer(host, port).WithTlsOptions(tls.ForMqtt(host)).Build(), TestContext.Current.CancellationToken);
        Assert.True(client.IsConnected);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), TestContext.Current.CancellationToken);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
