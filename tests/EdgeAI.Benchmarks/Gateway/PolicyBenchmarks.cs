using System.Diagnostics;
using System.Text;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Gateway.Policy;
using EdgeAI.Profiles;
using EdgeAI.Records;

namespace EdgeAI.Benchmarks.Gateway;

/// <summary>
/// What the policy costs per frame on the spool's writer thread, without the spool: passing, thinning out, folding, redacting. The peer in
/// the same run is the sink alone, which copies the frame as the spool does.
/// </summary>
internal static class PolicyBenchmarks
{
    private const int Frames = 1024;
    private const int FramesPerTransaction = 256;
    private const long Period = 10_000_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.5);

    /// <summary>Runs all; takes about ten seconds.</summary>
    public static int Run(string[] args)
    {
        _ = args;
        Console.WriteLine($"policy, ns and bytes allocated per frame, {FramesPerTransaction} frames per transaction, best of three");
        foreach ((string message, Func<int, Message> make) in new (string, Func<int, Message>)[]
        {
            ("wrench, 64 B", static index => new WrenchStamped { Force = { [0] = index % 50, [1] = 7 }, Torque = { [2] = index % 3 } }),
            ("512 taxels, 1,062 B", static index => Taxels(index)),
        })
        {
            byte[][] frames = [.. Enumerable.Range(0, Frames).Select(index => Encode(make(index), index))];
            string name = message.StartsWith("wrench", StringComparison.Ordinal) ? "wrench-stamped" : "tactile-array";
            string field = name == "wrench-stamped" ? "force" : "values";
            string unit = name == "wrench-stamped" ? "newton" : "count";
            Report(message, "sink alone", null, frames);
            Report(message, "built-in policy", "", frames);
            Report(message, "128 rules, the last one passes", string.Join(',', Enumerable.Range(0, 127).Select(static index => $$"""{ "name": "r{{index}}", "board": {{index + 100}}, "leaves": false }""")) + """, { "name": "last", "level": "general", "leaves": true }""", frames);
            Report(message, "does not leave", """{ "name": "a", "leaves": false }""", frames);
            Report(message, "every 10th", """{ "name": "a", "everyNth": 10, "leaves": true }""", frames);
            Report(message, "deadband, none leaves", $$"""{ "name": "a", "message": "{{name}}", "deadband": { "heartbeatSeconds": 80000, "fields": [ { "field": "{{field}}", "unit": "{{unit}}", "by": 1000000 } ] }, "leaves": true }""", frames);
            Report(message, "window of 100, mean", $$"""{ "name": "a", "message": "{{name}}", "window": { "seconds": 1 }, "leaves": true }""", frames);
            Report(message, "redacted", $$"""{ "name": "a", "message": "{{name}}", "redact": ["{{field}}"], "leaves": true }""", frames);
        }

        return 0;
    }

    private static void Report(string message, string what, string? rules, byte[][] frames)
    {
        double best = double.PositiveInfinity;
        double bytes = 0;
        for (int round = 0; round < 3; round++)
        {
            (double nanoseconds, double allocated) = Measure(rules, frames);
            (best, bytes) = nanoseconds < best ? (nanoseconds, allocated) : (best, bytes);
        }

        Console.WriteLine($"{message,-20} {what,-32} {best,9:0.0} ns {bytes,9:0.0} B");
    }

    private static (double Nanoseconds, double Bytes) Measure(string? rules, byte[][] frames)
    {
        CopyingSink sink = new();
        RecordPolicy? policy = rules is null ? null : new RecordPolicy(rules.Length == 0 ? null : Load(rules).Gateway.Policy, new FixedPosition(null));
        policy?.Load(new Dictionary<string, byte[]>());
        Action<string, byte[]?> put = static (_, _) => { };
        long stamp = 1_800_000_000_000_000_000;
        long count = 0;
        Transactions(200);
        count = 0;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Duration)
        {
            Transactions(20);
        }

        double elapsed = Stopwatch.GetElapsedTime(began).TotalNanoseconds;
        return (elapsed / count, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / count);

        void Transactions(int transactions)
        {
            for (int transaction = 0; transaction < transactions; transaction++)
            {
                for (int index = 0; index < FramesPerTransaction; index++, count++, stamp += Period)
                {
                    OfferedRecord offered = new()
                    {
                        Robot = "robot-1"u8,
                        RobotBoot = 1,
                        Class = RecordClass.Telemetry,
                        ReceivedUtcNanoseconds = stamp,
                        StampUtcNanoseconds = stamp,
                        UncertaintyNanoseconds = 1000,
                        Frame = frames[count % Frames],
                    };
                    if (policy is null)
                    {
                        sink.StoreFrame(offered, offered.Class, 0, stamp, 1000, offered.Frame);
                    }
                    else
                    {
                        policy.Apply(offered, sink);
                    }
                }

                policy?.Advance(stamp, sink);
                policy?.Save(put);
                policy?.Accept();
            }
        }
    }

    private static Profile Load(string rules)
    {
        string text = $$"""
            {
              "version": 1, "name": "policy", "site": "lab", "robot": { "id": "r1", "simulated": true },
              "boards": [ { "id": 1, "name": "hand", "sensors": [ { "stream": 1, "name": "hand/taxels", "driver": "simulated-hand", "rateHz": 50, "frame": "r_taxels" } ] } ],
              "gateway": { "id": "g1", "embedded": true, "spool": { "folder": "spool" }, "policy": { "revision": 1, "rules": [ {{rules}} ] } }
            }
            """;
        return ProfileLoader.TryParse(Encoding.UTF8.GetBytes(text), "policy.profile.json", out Profile? profile, out IReadOnlyList<ProfileProblem> problems)
            ? profile
            : throw new InvalidOperationException(string.Join('\n', problems));
    }

    private static TactileArray Taxels(int index)
    {
        TactileArray taxels = new(512, 1) { TaxelCount = 512 };
        for (int taxel = 0; taxel < 512; taxel++)
        {
            taxels.Values[taxel] = (short)((taxel * 7) + (index % 11));
        }

        return taxels;
    }

    private static byte[] Encode(Message message, long sequence)
    {
        byte[] buffer = new byte[FrameLayout.MaxFrameLength];
        message.Stamp = new Stamp(sequence * Period, 1000);
        int length = FrameEncoder.Encode(new FrameHeader { Board = 1, Boot = 1, Stream = 1, Sequence = sequence }, message, buffer, 0, buffer.Length);
        return buffer[..length];
    }

    /// <summary>Copies what it is given, as binding it to a statement does.</summary>
    private sealed class CopyingSink : IRecordSink
    {
        private readonly byte[] _copy = new byte[FrameLayout.MaxFrameLength];

        public void StoreFrame(in OfferedRecord offered, RecordClass recordClass, byte handling, long stampUtcNanoseconds, long uncertaintyNanoseconds, ReadOnlySpan<byte> frame) => frame.CopyTo(_copy);

        // A report or two a minute.
        public long StoreOwn(RecordKind kind, RecordClass recordClass, ReadOnlySpan<byte> body) => 0;

        public bool Waits(RecordClass recordClass, long sequence) => false;
    }
}
