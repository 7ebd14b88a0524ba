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

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 1)]
    [InlineData(0, 4)]
    public async Task Repair_OfADamagedFile_SavesEveryRecordOfTheOtherPages(int firstPage, int pages)
    {
        using (RecordSpool spool = _fixture.Open())
        {
            for (ulong number = 1; number <= 20; number++)
            {
                await SpoolLaneTests.StoreMixedAsync(spool, number, 20, length: number == 7 ? 6000 : 200);
            }
        }

        byte[] file = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        file.AsSpan(firstPage * 4096, pages * 4096).Fill(0xA5);
        await File.WriteAllBytesAsync(_fixture.File, file, TestContext.Current.CancellationToken);
        (int code, string output) = await RunAsync("spool", "repair", "--spool", _fixture.Folder);
        Assert.True(code == 0, output);
        string kept = Assert.Single(Directory.GetFiles(_fixture.Folder, "spool.db.damaged-*"));
        Assert.Contains(kept, output, StringComparison.Ordinal);
        Assert.Equal(file, await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken));
        using RecordSpool again = _fixture.Open();
        List<ReadRecord> read = [.. SpoolFixture.ReadRecords(again).Where(record => record.Kind == RecordKind.Frame)];
        Assert.All(read, record => Assert.Equal(Frame(record.Sequence), record.Frame));
        Assert.InRange(read.Count, firstPage == 0 ? 400 : 360, 400);
        foreach (RecordClass recordClass in Enum.GetValues<RecordClass>())
        {
            Assert.Contains(SpoolFixture.ReadLosses(again), loss => loss.Class == recordClass && loss is { First: 1, IsExact: false });
        }

        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(again, 100, 20));
        await SpoolFixture.ReleaseAllAsync(again);

        static byte[] Frame(long sequence) => RawFrames.Make(1, 1, ((((sequence - 1) / 20) + 1) * 1000) + ((sequence - 1) % 20), (sequence - 1) / 20 == 6 ? 6000 : 200);
    }

    [Fact]
    public async Task Repair_OfAFileKeptAside_BringsItsRecordsIntoTheSpoolThatFollowed()
    {
        using (RecordSpool spool = _fixture.Open())
        {
            await SpoolLaneTests.StoreMixedAsync(spool, 1, 40);
        }

        byte[] file = await File.ReadAllBytesAsync(_fixture.File, TestContext.Current.CancellationToken);
        file.AsSpan(0, 100).Clear();
        await File.WriteAllBytesAsync(_fixture.File, file, TestContext.Current.CancellationToken);
        using (RecordSpool spool = _fixture.Open())
        {
            await SpoolLaneTests.StoreMixedAsync(spool, 2, 8);
        }

        string kept = Assert.Single(Directory.GetFiles(_fixture.Folder, "spool.db.damaged-*"));
        for (int round = 0; round < 2; round++)
        {
            (int code, string output) = await RunAsync("spool", "repair", "--spool", _fixture.Folder, "--file", kept);
            Assert.True(code == 0, output);
            Assert.Contains(round == 0 ? "40 records saved" : "0 records saved", output, StringComparison.Ordinal);
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal(48, SpoolFixture.ReadAll(again).Count);
        List<ReadRecord> safety = [.. SpoolFixture.ReadRecords(again).Where(record => record.Class == RecordClass.Safety)];
        Assert.Equal(safety.Select(record => record.Sequence).Order(), safety.Select(record => record.Sequence));
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
