using System.Diagnostics;
using EdgeAI.Runtime.Mcap;

namespace EdgeAI.Tests.Runtime.Mcap;

/// <summary>The format's official library, from the npm registry, reads what we write, and we read what it writes.</summary>
public sealed class McapOfficialLibraryTests : IDisposable
{
    private static readonly SemaphoreSlim Installing = new(1, 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-mcap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(McapCompression.None)]
    [InlineData(McapCompression.Zstd)]
    [InlineData(McapCompression.Lz4)]
    public async Task OfficialReader_OurFile_GivesWhatWasWritten(McapCompression compression)
    {
        McapTestRecording recording = McapTestRecording.Random(11, compression);
        string[] lines = await RunAsync("indexed", Save(recording.Bytes));
        McapReader reader = McapTestRecording.Open(recording.Bytes);
        Assert.Equal(
            [
                "header ros2 EdgeAI",
                $"statistics 300 3 {reader.Statistics.ChunkCount} 1 1",
                "attachment notes.txt text/plain 7",
                "metadata robot {\"serial\":\"7\"}",
                .. recording.Lines,
            ],
            lines);

        // By the records in their order, with every checksum, without the index.
        string[] streamed = await RunAsync("stream", Save(recording.Bytes));
        Assert.Equal([.. recording.Messages.Select(static message => message.ToString()), "end"], streamed);
    }

    [Theory]
    [InlineData(McapCompression.None)]
    [InlineData(McapCompression.Zstd)]
    [InlineData(McapCompression.Lz4)]
    public async Task OfficialReader_OurFileCutOff_GivesWhatOurReaderGives(McapCompression compression)
    {
        McapTestRecording recording = McapTestRecording.Random(12, compression);
        byte[] cut = recording.Bytes[..(recording.Bytes.Length / 2)];
        string[] streamed = await RunAsync("stream", Save(cut));
        List<string> ours = McapTestRecording.Read(McapTestRecording.Open(cut));
        Assert.Equal("cut off", streamed[^1]);
        Assert.InRange(ours.Count, 50, 250);
        Assert.Equal(ours.Order(StringComparer.Ordinal), streamed[..^1].Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("zstd")]
    [InlineData("lz4")]
    [InlineData("unchunked")]
    public async Task OurReader_OfficialFile_GivesWhatWasWritten(string kind)
    {
        foreach (string index in (string[])["indexed", "plain"])
        {
            string path = Path.Combine(_folder, $"{kind}-{index}.mcap");
            string[] lines = await RunAsync("write", path, kind, index);
            McapReader reader = McapTestRecording.Open(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
            Assert.Equal(lines, McapTestRecording.Read(reader));
            Assert.Equal(index == "indexed" && kind != "unchunked" ? McapFileState.Indexed : McapFileState.Scanned, reader.State);
            Assert.Equal("no problems", reader.Problems.ToString());
            Assert.Equal(300UL, reader.Statistics.MessageCount);
            Assert.True(reader.TryRead(Assert.Single(reader.Attachments), out McapAttachment? attachment));
            Assert.Equal("nothing"u8, attachment.Data);
            Assert.Equal("robot", Assert.Single(reader.Metadata).Name);
        }
    }

    private string Save(byte[] bytes)
    {
        string path = Path.Combine(_folder, "ours.mcap");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static async Task<string[]> RunAsync(params string[] arguments)
    {
        string library = await InstallAsync();
        (int code, string output) = await StartAsync("node", library, ["mcap.mjs", .. arguments]);
        Assert.True(code == 0, output);
        return output.TrimEnd('\n').Split('\n');
    }

    /// <summary>The folder with the library, which is installed once; skips the test where that is not possible, but for the check script's run.</summary>
    private static async Task<string> InstallAsync()
    {
        string source = Checkout.PathOf("tests", "EdgeAI.Tests", "Runtime", "Mcap", "OfficialLibrary");
        string target = Checkout.PathOf("artifacts", "mcap-official-library");
        await Installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            Directory.CreateDirectory(target);
            File.Copy(Path.Combine(source, "mcap.mjs"), Path.Combine(target, "mcap.mjs"), overwrite: true);
            string wanted = await File.ReadAllTextAsync(Path.Combine(source, "package.json"), TestContext.Current.CancellationToken);
            string installed = Path.Combine(target, "installed.json");
            if (!File.Exists(installed) || await File.ReadAllTextAsync(installed, TestContext.Current.CancellationToken) != wanted)
            {
                await File.WriteAllTextAsync(Path.Combine(target, "package.json"), wanted, TestContext.Current.CancellationToken);
                (int code, string output) = await StartAsync("npm", target, ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]);
                if (code != 0)
                {
                    string reason = $"needs npm and its registry for @mcap/core, the format's official library: {output.Trim()}";
                    Assert.True(Environment.GetEnvironmentVariable("CI") != "true", reason);
                    Assert.Skip(reason);
                }

                File.Copy(Path.Combine(target, "package.json"), installed, overwrite: true);
            }
        }
        finally
        {
            Installing.Release();
        }

        return target;
    }

    private static async Task<(int Code, string Output)> StartAsync(string program, string folder, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, process.ExitCode == 0 ? output : output + await errors);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (-1, $"{program}: {exception.Message}");
        }
    }
}
