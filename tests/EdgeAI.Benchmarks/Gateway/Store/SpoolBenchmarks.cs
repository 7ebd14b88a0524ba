using System.Globalization;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Benchmarks.Gateway.Store;

/// <summary>The bare spool: records a second durable on disk, by how many publishes are outstanding; with and without a linger, beside a reader that drains, and beside one that holds the journal; each without seals and with them, one after the other.</summary>
internal static class SpoolBenchmarks
{
    private const int FrameLength = 200;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static int Run(string[] args)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"outstanding",11} {"linger ms",9} {"beside",-16} {"sealed",6} {"records/s",10} {"commits/s",10} {"group",6} {"p50 ms",7} {"p99 ms",7} {"worst",7} {"B/record",8} {"ratio",6}"));
        foreach (int outstanding in (int[])[50, 200, 1000])
        {
            Compare(outstanding, TimeSpan.Zero, "nothing");
            Compare(outstanding, TimeSpan.FromMilliseconds(2), "nothing");
        }

        Compare(200, TimeSpan.Zero, "a draining lane");
        Compare(200, TimeSpan.Zero, "a held snapshot");
        return 0;
    }

    private static void Compare(int outstanding, TimeSpan linger, string beside)
    {
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        double plain = Measure(outstanding, linger, beside, null, 0);
        Measure(outstanding, linger, beside, key, plain);
    }

    private static double Measure(int outstanding, TimeSpan linger, string beside, IRecordSigner? signer, double plain)
    {
        string folder = Directory.CreateTempSubdirectory("edgeai-bench-").FullName;
        try
        {
            using RecordSpool spool = RecordSpool.Open(new SpoolOptions { Folder = folder, Gateway = "bench", MaximumLinger = linger, Signer = signer });
            new SpoolLoad(spool, outstanding, FrameLength).Run(TimeSpan.FromMilliseconds(500));
            using CancellationTokenSource stop = new();
            Thread? drain = beside == "a draining lane" ? Drain(spool, stop.Token) : null;
            using SqliteConnection? snapshot = beside == "a held snapshot" ? Hold(folder) : null;
            SpoolStatistics before = spool.Snapshot();
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            SpoolLoad load = new(spool, outstanding, FrameLength);
            load.Run(Time);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated - (load.Ticks.Capacity * 2L * sizeof(long));
            SpoolStatistics after = spool.Snapshot();
            stop.Cancel();
            drain?.Join();
            LoadResult result = new(Time.TotalSeconds, 1, load.Ticks);
            double commits = after.Commits - before.Commits;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outstanding,11} {linger.TotalMilliseconds,9} {beside,-16} {(signer is null ? "no" : "yes"),6} {result.RecordsPerSecond,10:0} {commits / Time.TotalSeconds,10:0} {load.Stored / commits,6:0} {result.Percentile(0.5),7:0.00} {result.Percentile(0.99),7:0.00} {result.Percentile(1),7:0.0} {Math.Max(0, allocated) / (double)load.Stored,8:0} {(plain > 0 ? result.RecordsPerSecond / plain : 1),6:0.00}"));
            return result.RecordsPerSecond;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Thread Drain(RecordSpool spool, CancellationToken stop)
    {
        Thread thread = new(() =>
        {
            using ISpoolLane lane = spool.OpenLane(RecordClass.Telemetry);
            using GatewayBatchWriter batch = new("bench", spool.Identity.Epoch, 256 << 10);
            long last = 0;
            while (!stop.IsCancellationRequested)
            {
                long next = lane.Read(last, long.MaxValue, 512, batch);
                if (next == last)
                {
                    Thread.Sleep(1);
                }
                else
                {
                    lane.Release(last + 1, next);
                    last = next;
                }
            }
        });
        thread.Start();
        return thread;
    }

    // What a long query does to a journal: it cannot begin anew while somebody may still read its beginning.
    private static SqliteConnection Hold(string folder)
    {
        SqliteConnection connection = new($"Data Source={Path.Combine(folder, SpoolFile.FileName)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        SpoolFile.Execute(connection, "BEGIN");
        _ = SpoolFile.Scalar(connection, "SELECT sequence FROM records_telemetry ORDER BY sequence LIMIT 1");
        return connection;
    }
}
