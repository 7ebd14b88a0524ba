using System.Buffers.Binary;
using System.Diagnostics;
using EdgeAI.Runtime.Mcap;

namespace EdgeAI.Tests.Runtime.Mcap;

/// <summary>A recorder in a process of its own is killed in the middle of its work: the file opens, and has everything that was said to be written.</summary>
public sealed class McapKillTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-mcap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Kill_TwentySeededMoments_LeavesEverythingWrittenReadable()
    {
        Random random = new(9);
        for (int kill = 0; kill < 20; kill++)
        {
            string path = Path.Combine(_folder, $"{kill}.mcap");
            long told = await RecordAndKillAsync(path, (McapCompression)(kill % 3), linesUntilKill: random.Next(1, 400));
            Check(path, told);
        }
    }

    /// <summary>Reads the child's lines, each a count of written messages, up to a seeded one, then kills it: SIGKILL, the process has no say.</summary>
    private static async Task<long> RecordAndKillAsync(string path, McapCompression compression, int linesUntilKill)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "EdgeAI.PowerCut.dll"), "record", path, compression.ToString()]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        try
        {
            long told = 0;
            for (int line = 0; line < linesUntilKill; line++)
            {
                string? text = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Bound, TestContext.Current.CancellationToken);
                told = long.Parse(text!);
            }

            return told;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Holds the file to what the child said.</summary>
    private static void Check(string path, long told)
    {
        using FileStream file = File.OpenRead(path);
        Assert.True(McapReader.TryOpen(file, null, out McapReader? reader, out McapProblem problem), problem.ToString());
        Assert.Equal(McapFileState.Truncated, reader.State);
        uint next = 0;
        using McapMessageCursor cursor = reader.ReadMessages();
        while (cursor.Read())
        {
            McapMessage message = cursor.Current;
            Assert.Equal(next, message.Sequence);
            Assert.Equal(next, BinaryPrimitives.ReadUInt32LittleEndian(message.Data));
            Assert.Equal(4 + (int)(next % 500), message.Data.Length);
            Assert.False(message.Data[4..].ContainsAnyExcept((byte)next));
            next++;
        }

        Assert.True(next >= told, $"{path}: {told} messages were said to be written, {next} are there");
        Assert.Equal(1, reader.Problems.Total);
        Assert.Equal(1, reader.Problems.Count(McapRejection.Truncated));
    }
}
