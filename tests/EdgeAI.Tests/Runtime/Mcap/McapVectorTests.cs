using System.Globalization;
using System.Text.Json;
using EdgeAI.Runtime.Mcap;

namespace EdgeAI.Tests.Runtime.Mcap;

/// <summary>The format's own conformance files: each is read to the records that its JSON file lists.</summary>
public sealed class McapVectorTests
{
    public static TheoryData<string> Folders => ["NoData", "OneMessage", "OneSchemalessMessage"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Read_ConformanceFiles_GivesTheListedRecords(string folder)
    {
        int files = 0;
        foreach (string path in Directory.EnumerateFiles(Checkout.SharedData("vectors", "mcap", folder), "*.mcap").Order(StringComparer.Ordinal))
        {
            using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(path, ".json")));
            string[] records = [.. expected.RootElement.GetProperty("records").EnumerateArray().Select(static record => Describe(record))];
            byte[] bytes = File.ReadAllBytes(path);
            Assert.Equal(records, McapRecordText.Of(bytes));

            McapReader reader = McapTestRecording.Open(bytes);
            Assert.NotEqual(McapFileState.Truncated, reader.State);
            Assert.Equal(records.Count(static record => record.StartsWith("Message ", StringComparison.Ordinal)), McapTestRecording.Read(reader).Count);
            Assert.Equal(0, reader.Problems.Total);
            files++;
        }

        Assert.True(files > 5, $"only {files} files");
    }

    [Fact]
    public void Write_NoData_IsTheConformanceFileByteForByte()
    {
        using MemoryStream stream = new();
        new McapWriter(stream, new McapWriterOptions { Profile = "", Library = "" }).Dispose();
        Assert.Equal(File.ReadAllBytes(Checkout.SharedData("vectors", "mcap", "NoData", "NoData-st-sum.mcap")), stream.ToArray());
    }

    /// <summary>Ours but for the place of the definitions: ahead of the chunk, so that they stand where the file of a writer without chunks has them.</summary>
    [Fact]
    public void Write_OneMessage_HasTheRecordsOfTheConformanceFile()
    {
        using MemoryStream stream = new();
        using (McapWriter writer = new(stream, new McapWriterOptions { Profile = "", Library = "", Compression = McapCompression.None }))
        {
            ushort schema = writer.AddSchema("Example", "c", [4, 5, 6]);
            ushort channel = writer.AddChannel("example", "a", schema, new Dictionary<string, string> { ["foo"] = "bar" });
            writer.Write(channel, 10, 2, 1, [1, 2, 3]);
        }

        string[] ours = McapRecordText.Of(stream.ToArray());
        string[] theirs = McapRecordText.Of(File.ReadAllBytes(Checkout.SharedData("vectors", "mcap", "OneMessage", "OneMessage-ch-chx-mx-rch-rsh-st-sum.mcap")));
        Assert.Equal(theirs.Select(WithoutPlaces), ours.Select(WithoutPlaces));
    }

    /// <summary>Sizes, places and checksums differ with the place of the definitions; everything else has to be the same.</summary>
    private static string WithoutPlaces(string record) => record.Split(' ')[0] is "ChunkIndex" or "SummaryOffset" or "Footer" or "DataEnd" ? record.Split(' ')[0] : record;

    private static string Describe(JsonElement record) => record.GetProperty("type").GetString() + string.Concat(
        record.GetProperty("fields").EnumerateArray().Select(static field => $" {field[0].GetString()}={Value(field[1])}"));

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => Convert.ToHexString([.. value.EnumerateArray().Select(static item => byte.Parse(item.GetString()!, CultureInfo.InvariantCulture))]),
        JsonValueKind.Object => string.Join(',', value.EnumerateObject().Select(static entry => $"{entry.Name}:{entry.Value.GetString()}")),
        _ => value.GetString()!,
    };
}
