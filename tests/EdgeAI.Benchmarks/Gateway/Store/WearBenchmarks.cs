using System.Globalization;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Benchmarks.Gateway.Store;

/// <summary>
/// What the spool writes to the disk for each byte of payload (/proc/self/io, write_bytes), by rate and linger, while an upstream takes the
/// records and while none does, without seals and with them; and the years that a card of a rated endurance lasts at that. Arguments: the terabytes that may be written
/// to it (30), and the seconds of each run (8).
/// </summary>
internal static class WearBenchmarks
{
    private const int FrameLength = 200;
    private const double SecondsPerYear = 365.25 * 86_400;

    public static int Run(string[] args)
    {
        double terabytes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 30;
        TimeSpan time = TimeSpan.FromSeconds(args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 8);
        if (!File.Exists("/proc/self/io"))
        {
            Console.Error.WriteLine("wear needs Linux: it reads /proc/self/io");
            return 2;
        }

        Console.WriteLine($"{"records/s",9} {"linger ms",9} {"upstream",-8} {"sealed",6} {"commits/s",9} {"B/record",9} {"per payload",11} {$"years at {terabytes:0} TBW",16}");
        foreach (double rate in (double[])[50, 500, 5000])
        {
            foreach (int linger in (int[])[0, 20, 200])
            {
                Compare(rate, TimeSpan.FromMilliseconds(linger), taken: true, time, terabytes);
            }

            Compare(rate, TimeSpan.Zero, taken: false, time, terabytes);
        }

        return 0;
    }

    private static void Compare(double rate, TimeSpan linger, bool taken, TimeSpan time, double terabytes)
    {
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        Measure(rate, linger, taken, null, time, terabytes);
        Measure(rate, linger, taken, key, time, terabytes);
    }

    private static void Measure(double rate, TimeSpan linger, bool taken, IRecordSigner? signer, TimeSpan time, double terabytes)
    {
        string folder = Directory.CreateTempSubdirectory("edgeai-bench-").FullName;
        try
        {
            using RecordSpool spool = RecordSpool.Open(new SpoolOptions { Folder = folder, Gateway = "bench", MaximumLinger = linger, ReserveBytes = 0, Signer = signer });
            using ISpoolLane lane = spool.OpenLane(RecordClass.Telemetry);
            using Timer release = new(_ => Release(lane, taken), null, 1000, 1000);
            SpoolLoad load = new(spool, 8192, FrameLength);
            long before = WrittenBytes();
            long commits = spool.Snapshot().Commits;
            load.RunAt(rate, time);
            double written = WrittenBytes() - before;
            double perRecord = written / load.Stored;
            double years = terabytes * 1e12 / (perRecord * rate) / SecondsPerYear;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate,9:0} {linger.TotalMilliseconds,9:0} {(taken ? "takes" : "none"),-8} {(signer is null ? "no" : "yes"),6} {(spool.Snapshot().Commits - commits) / time.TotalSeconds,9:0} {perRecord,9:0} {perRecord / FrameLength,11:0.0} {years,16:0.0}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // As an upstream's acknowledgements do, a second late.
    private static void Release(ISpoolLane lane, bool taken)
    {
        if (taken && lane.Newest > 0)
        {
            lane.Release(1, lane.Newest);
        }
    }

    private static long WrittenBytes()
    {
        string line = File.ReadLines("/proc/self/io").Single(line => line.StartsWith("write_bytes:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(line.IndexOf(':') + 1), CultureInfo.InvariantCulture);
    }
}
