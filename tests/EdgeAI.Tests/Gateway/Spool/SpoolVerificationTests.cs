using EdgeAI.Gateway;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>EdgeAI.Gateway verify: of a spool beside a running gateway, of an export, of a stream.</summary>
public sealed class SpoolVerificationTests : IDisposable
{
    private readonly SpoolFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Spool_BesideARunningGateway_IsCompleteAndWhatWasReleasedLeft()
    {
        using SealedFile file = await SealedAsync(10);
        using RecordSpool spool = _fixture.Open();
        await StoreAsync(spool, 12, 15);
        Assert.Equal((0, $"unsealed gateway {spool.Identity.Epoch} telemetry 12-15 4\ncomplete: 15 records, 11 attested, 1 seals, 4 unsealed"), await VerifyAsync());
        Release(spool, 6);
        await Eventually.HoldsAsync(() => spool.Snapshot().Depth == 9, "six are gone");
        Assert.Equal(
            (0, $"left gateway {spool.Identity.Epoch} telemetry 1-6 6\nunsealed gateway {spool.Identity.Epoch} telemetry 12-15 4\ncomplete: 9 records, 5 attested, 1 seals, 6 left, 4 unsealed"),
            await VerifyAsync());

        // With the seal what it names is gone: what comes after is judged as before.
        Release(spool, 11);
        await Eventually.HoldsAsync(() => spool.Snapshot().Depth == 4, "the seal is gone");
        Assert.Equal(
            (0, $"left gateway {spool.Identity.Epoch} telemetry 1-11 11\nunsealed gateway {spool.Identity.Epoch} telemetry 12-15 4\ncomplete: 4 records, 0 attested, 0 seals, 11 left, 4 unsealed"),
            await VerifyAsync());
        Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreFrameAsync(spool, 16));
    }

    [Fact]
    public async Task Spool_ThatItsOwnerChanged_IsToldAndByAnAnchorAlsoWhereItWasSealedAnew()
    {
        using SealedFile file = await SealedAsync(10);
        using (RecordSpool spool = _fixture.Open())
        {
            await StoreAsync(spool, 12, 21);
        }

        ChainHead head = file.Seal();
        Assert.Equal(0, (await VerifyAsync("--anchor", head.ToString())).Code);
        file.Edit(5);
        _fixture.Execute("DELETE FROM records_telemetry WHERE sequence IN (7, 8)");
        _fixture.Execute("UPDATE records_telemetry SET stamp = stamp + 1 WHERE sequence = 15");
        (int code, string output) = await VerifyAsync();
        Assert.Equal(
            (3, $"altered gateway {head.Epoch} telemetry 5-5 1\nmissing gateway {head.Epoch} telemetry 7-8 2\naltered gateway {head.Epoch} telemetry 15-15 1\nnot complete: 20 records, 18 attested, 2 seals, 2 missing, 2 altered"),
            (code, output));

        // Whoever has the key seals anew what is left, the edited record too: the head that the city has says that it is another history.
        file.Forget();
        _fixture.Execute("DELETE FROM records_telemetry WHERE sequence = 15");
        file.Seal();
        (code, output) = await VerifyAsync("--anchor", head.ToString());
        Assert.Equal(3, code);
        Assert.Contains($"rewritten gateway {head.Epoch} telemetry 22-22 1", output, StringComparison.Ordinal);
        Assert.DoesNotContain("altered", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WithWhatLeftBesideIt_IsCompleteAndWithoutItIsNot()
    {
        using SealedFile file = await SealedAsync(10);
        using RecordSpool spool = _fixture.Open();
        await StoreAsync(spool, 12, 15);
        Release(spool, 6);
        await Eventually.HoldsAsync(() => spool.Snapshot().Depth == 9, "six are gone");
        string export = Path.Combine(_fixture.Folder, "export");
        Assert.Equal(0, (await RunAsync("spool", "export", "--spool", _fixture.Folder, "--to", export)).Code);
        string whole = $"left gateway {spool.Identity.Epoch} telemetry 1-6 6\nunsealed gateway {spool.Identity.Epoch} telemetry 12-15 4\ncomplete: 9 records, 5 attested, 1 seals, 6 left, 4 unsealed";
        Assert.Equal((0, whole), await RunAsync("verify", "--file", export, "--key", file.KeyFile));
        string shell = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "EdgeAI.Gateway.dll")}' verify --file - --key '{file.KeyFile}' --left '{export}.left' < '{export}'";
        Assert.Equal(whole, (await UpstreamScript.RunAsync("bash", ["-c", shell])).Trim());

        File.Delete(export + ".left");
        (int code, string output) = await RunAsync("verify", "--file", export, "--key", file.KeyFile);
        Assert.Equal((3, $"missing gateway {spool.Identity.Epoch} telemetry 1-6 6\nunsealed gateway {spool.Identity.Epoch} telemetry 12-15 4\nnot complete: 9 records, 5 attested, 1 seals, 6 missing, 4 unsealed"), (code, output));
    }

    [Fact]
    public async Task Spool_RecordWhoseBodyNoReaderTakes_IsABadSealAndTheRestIsJudged()
    {
        using SealedFile file = await SealedAsync(10);

        // A seal's row whose body is cut short, under a checksum that matches: it attests nothing.
        byte[] body = [1, 2, 3];
        GatewayRecord record = new()
        {
            Sequence = 11,
            Kind = RecordKind.Seal,
            Class = RecordClass.Telemetry,
            ReceivedUtcNanoseconds = 1_795_000_000_000_000_000,
            UtcNanoseconds = 0,
            UncertaintyNanoseconds = -1,
            RobotBoot = 0,
            Robot = "gateway"u8,
            Frame = body,
        };
        _fixture.Execute($"UPDATE records_telemetry SET frame = x'010203', crc32c = {record.ComputeChecksum()} WHERE sequence = 11");
        (int code, string output) = await VerifyAsync();
        Assert.Equal(3, code);
        Assert.EndsWith("not complete: 11 records, 0 attested, 0 seals, 1 bad-seal, 10 not-attested", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EdgeAI.Gateway: '1/2' is no anchor: write GATEWAY/EPOCH/CLASS/SEQUENCE/DIGEST, the class in words and the digest as 64 hexadecimal digits", "--anchor", "1/2")]
    [InlineData("EdgeAI.Gateway: --left goes with --file: a spool says itself what left it", "--left", "x")]
    [InlineData("EdgeAI.Gateway: nothing can be verified without the gateway's public key: give it with --key", "--file", "x")]
    public async Task Verify_WrongInput_EndsInOneLineWithTheMend(string expected, params string[] arguments)
        => Assert.Equal((2, expected), await VerifyAsync(arguments));

    private Task<(int Code, string Output)> VerifyAsync(params string[] arguments) => RunAsync(["verify", "--spool", _fixture.Folder, .. arguments]);

    private async Task<SealedFile> SealedAsync(int frames)
    {
        long epoch;
        using (RecordSpool spool = _fixture.Open())
        {
            epoch = spool.Identity.Epoch;
            await StoreAsync(spool, 1, frames);
        }

        SealedFile file = new(_fixture, epoch);
        file.Seal();
        return file;
    }

    private static void Release(RecordSpool spool, long through)
    {
        using ISpoolLane lane = spool.OpenLane(RecordClass.Telemetry);
        lane.Release(1, through);
    }

    private static async Task StoreAsync(RecordSpool spool, long first, long last)
    {
        for (long sequence = first; sequence <= last; sequence++)
        {
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreFrameAsync(spool, sequence));
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        int code = await GatewayCommand.Create().Parse(arguments).InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        return (code, output.ToString().Trim());
    }
}
