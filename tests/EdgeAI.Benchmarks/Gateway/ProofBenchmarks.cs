using System.Diagnostics;
using System.Security.Cryptography;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Benchmarks.Gateway;

/// <summary>
/// What the proof costs per record on the spool's writer thread, without the spool: the digest and the record's part of its seal; and how many records a
/// verifier judges in a second. The peer in the same run is bare SHA-256 and ECDSA of each record by itself, which proves no order and no completeness.
/// </summary>
internal static class ProofBenchmarks
{
    private const int RecordLength = 200;
    private const string Gateway = "gateway-1";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    /// <summary>Runs all; takes about half a minute.</summary>
    public static int Run(string[] args)
    {
        _ = args;
        Console.WriteLine($"proof, records of {RecordLength} B, one thread, best of three; the seal's own record counts as a record's bytes");
        Report("bare SHA-256, no signature (peer)", PeerHash);
        Report("SHA-256 and ECDSA of each record (peer)", PeerSignature);
        foreach (AlgorithmSuite suite in new[] { AlgorithmSuite.Sha256P256, AlgorithmSuite.Sm3Sm2 })
        {
            Report($"{suite}: digest alone", duration => SealCost(suite, 0, duration));
            Report($"{suite}: digest and seal, 256 records a seal", duration => SealCost(suite, 256, duration));
            Report($"{suite}: digest and seal, one record a seal", duration => SealCost(suite, 1, duration));
        }

        foreach ((AlgorithmSuite suite, int records) in new[] { (AlgorithmSuite.Sha256P256, 1_000_000), (AlgorithmSuite.Sm3Sm2, 100_000) })
        {
            Verify(suite, records);
        }

        return 0;
    }

    private static void Report(string what, Func<TimeSpan, Cost> measure)
    {
        measure(Duration / 5);
        Cost best = measure(Duration);
        for (int round = 0; round < 2; round++)
        {
            Cost cost = measure(Duration);
            best = cost.Nanoseconds < best.Nanoseconds ? cost : best;
        }

        Console.WriteLine($"{what,-52} {best.Nanoseconds,10:0} ns {best.Allocated,8:0.0} B allocated {best.Stored,8:0.0} B stored per record");
    }

    private static Cost PeerHash(TimeSpan duration)
    {
        byte[] record = new byte[RecordLength];
        byte[] digest = new byte[SHA256.HashSizeInBytes];
        return Measure(duration, SHA256.HashSizeInBytes, () => SHA256.HashData(record, digest));
    }

    private static Cost PeerSignature(TimeSpan duration)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] record = new byte[RecordLength];
        byte[] signature = new byte[ProofLengths.Signature];
        return Measure(duration, ProofLengths.Signature, () => key.SignData(record, signature, HashAlgorithmName.SHA256));
    }

    private static Cost SealCost(AlgorithmSuite suite, int recordsPerSeal, TimeSpan duration)
    {
        using RecordSigningKey key = RecordSigningKey.Create(suite);
        SealBuilder builder = new(key, Gateway, 5, RecordClass.Telemetry);
        byte[] record = new byte[RecordLength];
        byte[] body = new byte[Seal.MaximumLength];
        long sequence = 0;
        long stored = 0;
        Cost cost = Measure(duration, 0, () =>
        {
            builder.Add(++sequence, record);
            if (builder.Count == recordsPerSeal)
            {
                stored += Encode(RecordKind.Seal, ++sequence, body.AsSpan(0, builder.WriteBody(body)), out byte[] encoded);
                builder.Sealed(sequence, encoded);
            }
            else if (builder.IsFull)
            {
                builder.Rewind(0);
            }
        });
        return cost with { Stored = (double)stored / cost.Records };
    }

    private static Cost Measure(TimeSpan duration, double stored, Action one)
    {
        long count = 0;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long began = Stopwatch.GetTimestamp();
        do
        {
            for (int round = 0; round < 64; round++, count++)
            {
                one();
            }
        }
        while (Stopwatch.GetElapsedTime(began) < duration);
        double elapsed = Stopwatch.GetElapsedTime(began).TotalNanoseconds;
        return new Cost(count, elapsed / count, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / count, stored);
    }

    private static void Verify(AlgorithmSuite suite, int records)
    {
        using RecordSigningKey key = RecordSigningKey.Create(suite);
        SealBuilder builder = new(key, Gateway, 5, RecordClass.Telemetry);
        byte[] body = new byte[Seal.MaximumLength];
        using GatewayBatchWriter writer = new(Gateway, 5, GatewayBatchWriter.MaximumLength);
        List<byte[]> batches = [];
        byte[] frame = new byte[RecordLength - Encode(RecordKind.Frame, 1, [0], out _) + 1];
        long sequence = 0;
        for (int record = 0; record < records; record++)
        {
            frame[0] = (byte)record;
            Encode(RecordKind.Frame, ++sequence, frame, out byte[] encoded);
            builder.Add(sequence, encoded);
            Add(RecordKind.Frame, frame);
            if (builder.Count == 256 || record == records - 1)
            {
                ReadOnlySpan<byte> seal = body.AsSpan(0, builder.WriteBody(body));
                Encode(RecordKind.Seal, ++sequence, seal, out encoded);
                builder.Sealed(sequence, encoded);
                Add(RecordKind.Seal, seal);
            }
        }

        batches.Add(writer.Finish().ToArray());
        RecordKeys keys = new();
        keys.Add(Gateway, key.PublicKey);
        foreach (string how in new[] { "records as a table gives them", "batches in the order of arrival" })
        {
            double best = 0;
            long heap = 0;
            for (int round = 0; round < 3; round++)
            {
                long before = GC.GetTotalMemory(forceFullCollection: true);
                long began = Stopwatch.GetTimestamp();
                VerificationReport report = how.StartsWith('r') ? Table(batches, keys, ref before) : Stream(batches, keys, ref before);
                double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                if (!report.Summary.IsComplete || report.Summary.Attested != sequence)
                {
                    throw new InvalidOperationException($"the stream is not as it was made: {report.Summary}");
                }

                best = Math.Max(best, sequence / seconds);
                heap = Math.Max(heap, before);
            }

            Console.WriteLine($"{suite}: verify {records} {how,-34} {best,10:0} records/s {heap / 1024,8} KiB held");
        }

        void Add(RecordKind kind, ReadOnlySpan<byte> bytes)
        {
            GatewayRecord record = Record(kind, sequence, bytes);
            record = record with { Checksum = record.ComputeChecksum() };
            if (!writer.TryAdd(record))
            {
                batches.Add(writer.Finish().ToArray());
                writer.Begin();
                writer.TryAdd(record);
            }
        }
    }

    private static VerificationReport Table(List<byte[]> batches, RecordKeys keys, ref long heap)
    {
        RecordVerifier verifier = new(keys);
        foreach (byte[] batch in batches)
        {
            GatewayBatchReader.Open(batch, out GatewayBatchReader reader);
            while (reader.MoveNext())
            {
                verifier.Add(Gateway, reader.Epoch, reader.Current);
            }
        }

        heap = GC.GetTotalMemory(forceFullCollection: true) - heap;
        return verifier.Finish();
    }

    private static VerificationReport Stream(List<byte[]> batches, RecordKeys keys, ref long heap)
    {
        using BatchStreamVerifier verifier = new(keys);
        foreach (byte[] batch in batches)
        {
            verifier.Add(batch);
        }

        heap = GC.GetTotalMemory(forceFullCollection: true) - heap;
        return verifier.Finish();
    }

    private static int Encode(RecordKind kind, long sequence, ReadOnlySpan<byte> frame, out byte[] encoded)
    {
        GatewayRecord record = Record(kind, sequence, frame);
        record = record with { Checksum = record.ComputeChecksum() };
        encoded = new byte[record.EncodedLength];
        record.WriteTo(encoded);
        return encoded.Length;
    }

    private static GatewayRecord Record(RecordKind kind, long sequence, ReadOnlySpan<byte> frame) => new()
    {
        Sequence = sequence,
        Kind = kind,
        Class = RecordClass.Telemetry,
        ReceivedUtcNanoseconds = 1_800_000_000_000_000_000 + sequence,
        UtcNanoseconds = 1_800_000_000_000_000_000 + sequence,
        UncertaintyNanoseconds = 1000,
        RobotBoot = 1,
        Robot = "robot-1"u8,
        Frame = frame,
    };

    /// <summary>What one record costs.</summary>
    private sealed record Cost(long Records, double Nanoseconds, double Allocated, double Stored);
}
