using System.Diagnostics;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Identity;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.Gateway.Identity;

public sealed class GatewayTlsTests
{
    [Fact]
    public async Task Publish_OverTls_IsForOnesOwnTopicsOnly()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions files = await fixture.EnrollAsync("robot-1");
        await using GatewayHost host = await StartAsync(fixture);
        using IMqttClient client = await ConnectAsync(host, files, fixture);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(client, "edgeai/v1/site/robot-1/1/1")).ReasonCode);
        MqttClientPublishResult refused = await PublishAsync(client, "edgeai/v1/site/robot-2/1/1");
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, refused.ReasonCode);
        Assert.Equal("'robot-1' may not publish to this topic", refused.ReasonString);
        MqttClientSubscribeResult subscribed = await client.SubscribeAsync("edgeai/v1/site/robot-1/commands", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, subscribed.Items.Single().ResultCode);
        MqttClientSubscribeResult denied = await client.SubscribeAsync("edgeai/v1/site/#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, denied.Items.Single().ResultCode);
        Assert.Equal(1, host.Snapshot().Spool.RecordsStored);
    }

    [Fact]
    public async Task Revoke_WhileConnected_EndsTheConnectionWithItsReason()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions files = await fixture.EnrollAsync("robot-1");
        await using GatewayHost host = await StartAsync(fixture);
        using IMqttClient client = await ConnectAsync(host, files, fixture);
        TaskCompletionSource<MqttClientDisconnectReason> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += args =>
        {
            ended.TrySetResult(args.Reason);
            return Task.CompletedTask;
        };
        await fixture.Authority.RevokeDeviceAsync("robot-1");
        Assert.Equal(MqttClientDisconnectReason.AdministrativeAction, await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(host, files, fixture));
        Assert.Contains("was revoked", host.Snapshot().Identity!.LastRefusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renew_ByTheDevice_ReplacesItsFilesAndTheRotatedAuthorityIsLearnt()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        TlsClientOptions files = await fixture.EnrollAsync("robot-1", days: 2);
        await using GatewayHost host = await StartAsync(fixture);
        await fixture.Authority.RotateAsync(TimeSpan.FromDays(60));
        DateTimeOffset until = await new RenewalClient(files, "localhost", host.Ports[1], "site", fixture.Time).RenewAsync(TestContext.Current.CancellationToken);
        Assert.Equal(SetTime.Start.AddDays(30), until);
        Assert.Equal(2, PemCertificates.Read(files.AuthorityFile!).Count);
        using IMqttClient client = await ConnectAsync(host, files, fixture);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(client, "edgeai/v1/site/robot-1/1/1")).ReasonCode);
        GatewayException soon = await Assert.ThrowsAsync<GatewayException>(() => new RenewalClient(files, "localhost", host.Ports[1], "site", fixture.Time).RenewAsync(TestContext.Current.CancellationToken));
        Assert.Contains("once a minute", soon.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MosquittoPub_WithTheFilesOfEnrolment_IsTakenAlsoAfterARotation()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mosquitto_pub"), "needs the Debian package mosquitto-clients");
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        fixture.Time.Now = TimeProvider.System.GetUtcNow();
        await fixture.Authority.InitAsync(force: true);
        TlsClientOptions files = await fixture.EnrollAsync("robot-1");
        await using GatewayHost host = await StartAsync(fixture);
        string frame = fixture["frame.bin"];
        await File.WriteAllBytesAsync(frame, RawFrames.Make(1, 1, 1), TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), await PubAsync(host, files, frame));
        await fixture.Authority.RotateAsync(TimeSpan.FromDays(60));
        Assert.Equal((0, ""), await PubAsync(host, files, frame));
        Assert.Equal(2, host.Snapshot().Spool.RecordsStored);
        await fixture.Authority.RevokeDeviceAsync("robot-1");
        Assert.NotEqual(0, (await PubAsync(host, files, frame)).Code);
    }

    private static Task<GatewayHost> StartAsync(AuthorityFixture fixture) => GatewayHost.StartAsync(new GatewayOptions
    {
        Id = "gateway",
        Site = "site",
        SpoolFolder = fixture["spool"],
        Port = 0,
        Seal = null,
        Listeners = [new ListenerOptions { Tls = true }],
        Identity = fixture.Options with { WatchPeriod = TimeSpan.FromMilliseconds(50) },
        Time = fixture.Time,
    });

    private static async Task<IMqttClient> ConnectAsync(GatewayHost host, TlsClientOptions files, AuthorityFixture fixture)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientOptions options = new MqttClientOptionsBuilder()
            .WithTcpServer("localhost", host.Ports[1])
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTlsOptions(TlsClient.Load(files, fixture.Time).ForMqtt("localhost"))
            .Build();
        await client.ConnectAsync(options, TestContext.Current.CancellationToken);
        return client;
    }

    private static Task<MqttClientPublishResult> PublishAsync(IMqttClient client, string topic) => client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(RawFrames.Make(1, 1, 1)).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
        TestContext.Current.CancellationToken);

    private static async Task<(int Code, string Error)> PubAsync(GatewayHost host, TlsClientOptions files, string frame)
    {
        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/mosquitto_pub")
        {
            ArgumentList = { "-h", "localhost", "-p", host.Ports[1].ToString(System.Globalization.CultureInfo.InvariantCulture), "--cafile", files.AuthorityFile!, "--cert", files.CertificateFile!, "--key", files.KeyFile!, "-V", "5", "-q", "1", "-t", "edgeai/v1/site/robot-1/1/1", "-f", frame },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}
