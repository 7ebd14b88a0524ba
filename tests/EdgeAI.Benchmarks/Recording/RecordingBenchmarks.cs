using System.Diagnostics;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Benchmarks.Recording;

/// <summary>
/// A robot's recorder against its disk: the same messages through <see cref="McapFileSink"/> with each compression, synced chunk by chunk, beside their
/// bare bytes in pieces of a chunk's size, written and synced. The ways take turns, so that a busy moment of the machine falls on all of them.
/// </summary>
internal static class RecordingBenchmarks
{
    private const int Rounds = 5;
    private const int ChunkBytes = 4 << 20;

    /// <summary>Prints the table. Takes about a minute.</summary>
    /// <param name="args">The folder to write to; a temporary one if none is given.</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        string folder = Directory.CreateDirectory(Path.Combine(args.Length > 0 ? args[0] : Path.GetTempPath(), $"edgeai-recording-{Environment.ProcessId}")).FullName;
        try
        {
            RecordedTraffic traffic = new();
            RecordingWay[] ways =
            [
                new("bare bytes, FileStream and sync", path => WriteBare(path, traffic)),
                new("recorder, not compressed", path => Record(path, traffic, McapCompression.None)),
                new("recorder, lz4", path => Record(path, traffic, McapCompression.Lz4)),
                new("recorder, zstd 1", path => Record(path, traffic, McapCompression.Zstd)),
            ];
            Console.WriteLine($"Recording {traffic.Count} messages, {traffic.Bytes / 1e6:F0} MB of 10 s: torque 1 kHz, tactile 500 Hz, IMU 200 Hz, camera 30 Hz of 640 x 480 grey. Median of {Rounds} interleaved rounds.");
            Console.WriteLine("p50 and p99 are the nanoseconds in Write on the thread that has the message (one in 58 is an image of 307,200 B), B is what that thread allocates.");
            Console.WriteLine();
            Console.WriteLine($"{"",-36} {"MB/s",8} {"ratio",7} {"file MB",9} {"p50 ns",8} {"p99 ns",8} {"B",4}");
            List<RecordingResult>[] results = [.. ways.Select(static _ => new List<RecordingResult>())];
            for (int round = 0; round <= Rounds; round++)
            {
                for (int way = 0; way < ways.Length; way++)
                {
                    string path = Path.Combine(folder, "recording.mcap");
                    RecordingResult result = ways[way].Write(path);
                    File.Delete(path);
                    if (round > 0)
                    {
                        results[way].Add(result);
                    }
                }
            }

            double disk = traffic.Bytes / 1e6 / Median(results[0], static result => result.Seconds);
            for (int way = 0; way < ways.Length; way++)
            {
                double rate = traffic.Bytes / 1e6 / Median(results[way], static result => result.Seconds);
                double median = Median(results[way], static result => result.MedianNanoseconds);
                double high = Median(results[way], static result => result.HighNanoseconds);
                string caller = way == 0 ? "" : $"{median,8:F0} {high,8:F0} {results[way].Max(static result => result.CallerBytes),4}";
                Console.WriteLine($"{ways[way].Name,-36} {rate,8:F0} {rate / disk,7:F2} {Median(results[way], static result => result.FileBytes) / 1e6,9:F1} {caller}");
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Median(List<RecordingResult> results, Func<RecordingResult, double> value) => results.Select(value).Order().ElementAt(results.Count / 2);

    private static double Nanoseconds(long ticks) => ticks * 1e9 / Stopwatch.Frequency;

    private static RecordingResult WriteBare(string path, RecordedTraffic traffic)
    {
        byte[] piece = new byte[ChunkBytes];
        int filled = 0;
        long start = Stopwatch.GetTimestamp();
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (int message = 0; message < traffic.Count; message++)
        {
            ReadOnlySpan<byte> data = traffic.Data(message);
            if (data.Length > piece.Length - filled)
            {
                file.Write(piece, 0, filled);
                file.Flush(flushToDisk: true);
                filled = 0;
            }

            data.CopyTo(piece.AsSpan(filled));
            filled += data.Length;
        }

        file.Write(piece, 0, filled);
        file.Flush(flushToDisk: true);
        return new RecordingResult(Stopwatch.GetElapsedTime(start).TotalSeconds, file.Length, 0, 0, 0);
    }

    private static RecordingResult Record(string path, RecordedTraffic traffic, McapCompression compression)
    {
        McapFileSinkOptions options = new() { Path = path, QueueChunks = 8, Writer = new McapWriterOptions { Compression = compression, ChunkBytes = ChunkBytes } };
        long[] ticks = new long[traffic.Count];
        long start = Stopwatch.GetTimestamp();
        using (McapFileSink sink = new(options, new MonotonicClock()))
        {
            ushort[] channels = [.. RecordedTraffic.Topics.Select(topic => sink.AddChannel(topic, "cdr", sink.AddSchema(topic[1..], "ros2msg", "uint8[] data"u8)))];
            AllocationMeter meter = AllocationMeter.Start();
            for (int message = 0; message < traffic.Count; message++)
            {
                long before = Stopwatch.GetTimestamp();
                bool taken = sink.Write(channels[traffic.Topic(message)], (uint)message, traffic.Time(message), traffic.Time(message), traffic.Data(message));
                if (taken)
                {
                    ticks[message] = Stopwatch.GetTimestamp() - before;
                }
                else
                {
                    // What a robot would drop, this measurement of the disk's side waits for and gives again.
                    sink.Flush(TimeSpan.FromSeconds(30));
                    message--;
                }
            }

            long allocated = meter.Bytes;
            sink.Dispose();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Array.Sort(ticks);
            return new RecordingResult(seconds, new FileInfo(path).Length, Nanoseconds(ticks[ticks.Length / 2]), Nanoseconds(ticks[ticks.Length * 99 / 100]), allocated);
        }
    }
}
