using System.CommandLine;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway.Spool;

namespace EdgeAI.Tests.Gateway;

/// <summary>A gateway's own key, and what a city can tell of all that the gateway sent by the public half of it.</summary>
public sealed class GatewaySealTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();

    private string KeyPath => Path.Combine(_folder["spool"], "signing.pem");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Key_IsDrawnAtTheFirstStartAndStays()
    {
        await StartAndStopAsync();
        string drawn = await File.ReadAllTextAsync(KeyPath, TestContext.Current.CancellationToken);
        using RecordSigningKey key = RecordSigningKey.FromPem(drawn);
        Assert.Equal(AlgorithmSuite.Sha256P256, key.Suite);
        Assert.Equal(key.PublicKey.ToPem(), await File.ReadAllTextAsync(KeyPath + ".pub", TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal((OwnerOnly, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead), (File.GetUnixFileMode(KeyPath), File.GetUnixFileMode(KeyPath + ".pub")));
        }

        // The public one is made again where a cut, or somebody, took it.
        File.Delete(KeyPath + ".pub");
        await StartAndStopAsync();
        Assert.Equal(drawn, await File.ReadAllTextAsync(KeyPath, TestContext.Current.CancellationToken));
        Assert.Equal(key.PublicKey.ToPem(), await File.ReadAllTextAsync(KeyPath + ".pub", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Key_ThatOthersCanRead_IsRefusedInOneLine()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        await StartAndStopAsync();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeyPath, OwnerOnly | UnixFileMode.GroupRead);
        }

        GatewayException refused = await Assert.ThrowsAsync<GatewayException>(StartAndStopAsync);
        Assert.Equal($"the private key {KeyPath} can be read or changed by others: chmod 600 {KeyPath}, and if they may have seen it, make a new one", refused.Message);
    }

    [Fact]
    public async Task Key_OfAnotherSuite_IsRefusedAndLeftAlone()
    {
        await StartAndStopAsync();
        string drawn = await File.ReadAllTextAsync(KeyPath, TestContext.Current.CancellationToken);
        GatewayException refused = await Assert.ThrowsAsync<GatewayException>(() => StartAndStopAsync(options => options with { Seal = new SealOptions { Suite = AlgorithmSuite.Sm3Sm2 } }));
        Assert.StartsWith($"the private key {KeyPath} is of suite Sha256P256, and Sm3Sm2 is asked for", refused.Message, StringComparison.Ordinal);
        Assert.Equal(drawn, await File.ReadAllTextAsync(KeyPath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Command_Keys_PrintsThePublicKeyAndItsId()
    {
        Assert.Contains($"there is no {KeyPath}.pub", await KeysAsync(), StringComparison.Ordinal);
        await StartAndStopAsync();
        RecordPublicKey key = KeyFile.ReadPublic(KeyPath + ".pub");
        Assert.Equal($"gateway gateway, key {key.Id} in {KeyPath}.pub\n{key.ToPem()}", await KeysAsync());
    }

    [Theory]
    [InlineData(AlgorithmSuite.Sha256P256)]
    [InlineData(AlgorithmSuite.Sm3Sm2)]
    public async Task Records_OfAGatewayThatIsStoppedAndStarted_AreProvenCompleteByBothVerifiers(AlgorithmSuite suite)
    {
        SealOptions seal = new() { Suite = suite, Within = TimeSpan.FromMilliseconds(50), KeyFile = _folder["key.pem"] };
        List<byte[]> taken = [];
        await using TestCity city = new() { Taken = taken.Add };
        await city.StartAsync();
        GatewayOptions options = Options with { Seal = seal, Uplink = new UplinkOptions { Upstreams = [new UpstreamOptions { Host = "127.0.0.1", Port = city.Port }], TrimBy = TrimBy.Puback, CompressionLevel = 0 } };
        for (ulong life = 1; life <= 2; life++)
        {
            await using GatewayHost gateway = await GatewayHost.StartAsync(options);
            MemoryOutbox outbox = new();
            RobotBatchWriter batch = new(256 << 10);
            batch.Begin(7, life);
            for (int index = 0; index < 400; index++)
            {
                Assert.True(batch.TryAdd(index % 10 == 0 ? RecordClass.Safety : RecordClass.Telemetry, 1_000, 10, RawFrames.Make(3, 2, ((long)life * 1000) + index)));
            }

            outbox.Add(1, Topics.RobotBatch("hall", "robot-1"), batch.Finish().ToArray());
            await using WindowedPublisher robot = new(outbox, new WindowedPublisherOptions { Host = "127.0.0.1", Port = gateway.Port, ClientId = "robot-1" });
            robot.Start();
            await Eventually.HoldsAsync(() => outbox.Waiting == 0, "the gateway acknowledges the batch");
            Assert.True(await gateway.StopAsync(TimeSpan.FromSeconds(20)));
        }

        using SealedCity proof = new(KeyFile.ReadPublic(_folder["key.pem"] + ".pub"));
        taken.ForEach(batch => proof.Take(batch));
        Assert.Equal(800, proof.Records.Count(record => record.Kind is RecordKind.Frame));
        Assert.Matches(@"^complete: (\d+) records, \1 attested, \d+ seals$", proof.Verify());
    }

    private GatewayOptions Options => new() { Id = "gateway", Site = "hall", Port = 0, SpoolFolder = _folder["spool"] };

    private Task StartAndStopAsync() => StartAndStopAsync(static options => options);

    private async Task StartAndStopAsync(Func<GatewayOptions, GatewayOptions> change)
    {
        await using GatewayHost gateway = await GatewayHost.StartAsync(change(Options));
    }

    private async Task<string> KeysAsync()
    {
        using StringWriter output = new();
        await GatewayCommand.Create().Parse(["keys", "--spool", _folder["spool"]])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        return output.ToString().ReplaceLineEndings("\n");
    }
}
