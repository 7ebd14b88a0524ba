using System.Buffers.Binary;
using System.Text.Json;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>The command line's ways into a spool: look, copy, save.</summary>
public sealed class SpoolToolTests : IDisposable
{
    private readonly SpoolFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Inspect_BesideARunningGateway_SaysWhatWaits()
    {
        using RecordSpool spool = _fixture.Open();
        await SpoolLaneTests.StoreMixedAsync(spool, 1, 40);
        (int code, string output) = await RunAsync("spool", "inspect", "--spool", _fixture.Folder);
        Assert.True(code == 0, output);
        Assert.Contains($"epoch {spool.Identity.Epoch}, last sequence 40", output, StringComparison.Ordinal);
        foreach (string name in Enum.GetNames<RecordClass>())
        {
            Assert.Matches($@"{name} +10 ", output);
        }

        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 2, 4));
    }

    [Theory]
    [InlineData("batches")]
    [InlineData("json")]
    public async Task Export_BesideARunningGateway_CopiesEveryRecord(string format)
    {
        using RecordSpool spool = _fixture.Open();
        await SpoolLaneTests.StoreMixedAsync(spool, 1, 40);
        string file = Path.Combine(_fixture.Folder, "export");
        (int code, string output) = await RunAsync("spool", "export", "--spool", _fixture.Folder, "--to", file, "--format", format);
        Assert.True(code == 0, output);
        Assert.Contains("40 records", output, StringComparison.Ordinal);
        byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        List<(long Sequence, byte[] Frame)> read = format == "json" ? FromJson(bytes) : FromBatches(bytes);
        Assert.Equal(Enumerable.Range(1, 40).Select(value => (long)value), read.Select(record => record.Sequence).Order());
        Assert.All(read, record => Assert.Equal(RawFrames.Make(1, 1, 1000 + record.Sequence - 1), record.Frame));
    }

    [Fact]
    public async Task Tools_WithoutASpool_SayWhatIsMissingInOneLine()
    {
        foreach (string[] arguments in (string[][])[["inspect"], ["export", "--to", "x"], ["repair"]])
        {
            (int code, string output) = await RunAsync(["spool", .. arguments, "--spool", Path.Combine(_fixture.Folder, "none")]);
            Assert.Equal(2, code);
            Assert.StartsWith("EdgeAI.Gateway: there is no ", output, StringComparison.Ordinal);
            Assert.Single(output.Trim().Split('\n'));
        }
    }

    private static List<(long Sequence, byte[] Frame)> FromJson(byte[] bytes)
    {
        List<(long, byte[])> records = [];
        foreach (string line in System.Text.Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            records.Add((document.RootElement.GetProperty("sequence").GetInt64(), document.RootElement.GetProperty("frame").GetBytesFromBase64()));
        }

        return records;
    }

    private static List<(long Sequence, byte[] Frame)> FromBatches(ReadOnlySpan<byte> bytes)
    {
        List<(long, byte[])> records = [];
        while (!bytes.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(bytes.Slice(4, length), out GatewayBatchReader batch));
            while (batch.MoveNext())
            {
                records.Add((batch.Current.Sequence, batch.Current.Frame.ToArray()));
            }

            bytes = bytes[(4 + length)..];
        }

        return records;
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        int code = await GatewayCommand.Create().Parse(arguments).InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
