using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway.Downlink;

namespace EdgeAI.Tests.Records.Proof;

/// <summary>What a verification costs beside the hashing, and what it tells on its way.</summary>
public sealed class VerifierCostTests
{
    private const int RecordsPerSeal = 100;

    [Fact]
    public void RecordVerifier_OfCleanRecords_AllocatesNothing()
    {
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        SealedStream stream = new(key);
        for (int seal = 0; seal < 20; seal++)
        {
            for (int record = 0; record < RecordsPerSeal; record++)
            {
                stream.Store(RecordKind.Frame, RecordClass.Telemetry, [1, 2, 3]);
            }

            stream.SealAll();
        }

        RecordKeys keys = new();
        keys.Add(stream.Gateway, key.PublicKey);
        byte[][] records = [.. stream.Records.Values];
        RecordVerifier verifier = new(keys);
        int sealedBefore = 10 * (RecordsPerSeal + 1);
        Add(verifier, stream, records.AsSpan(0, sealedBefore));
        AllocationMeter meter = AllocationMeter.Start();
        Add(verifier, stream, records.AsSpan(sealedBefore, RecordsPerSeal));
        Assert.Equal(0, meter.Bytes);

        // What a seal costs is .NET's: it makes a signature of another form to check it.
        meter = AllocationMeter.Start();
        Add(verifier, stream, records.AsSpan(sealedBefore + RecordsPerSeal, 1));
        Assert.InRange(meter.Bytes, 0, 2048);
        Add(verifier, stream, records.AsSpan(sealedBefore + RecordsPerSeal + 1));
        Assert.Equal(records.Length, verifier.Finish().Summary.Attested);
    }

    [Fact]
    public void Sha256_OfAnyLength_IsTheSameAsNets()
    {
        IRecordHash hash = RecordHash.Create(AlgorithmSuite.Sha256P256);
        byte[] data = new byte[300];
        new Random(9).NextBytes(data);
        byte[] digest = new byte[ProofLengths.Digest];
        for (int length = 0; length <= data.Length; length++)
        {
            hash.Hash(data.AsSpan(0, length), digest);
            Assert.Equal(System.Security.Cryptography.SHA256.HashData(data.AsSpan(0, length)), digest);
        }
    }

    [Fact]
    public void Progress_IsToldEveryTwoSecondsAtMost()
    {
        ManualTime time = new();
        List<(long, double)> told = [];
        VerificationProgress progress = new(time, (records, perSecond) => told.Add((records, perSecond)));
        progress.Reached(1_000_000);
        Assert.Empty(told);
        time.Pass(TimeSpan.FromSeconds(2));
        progress.Reached(1_000_001);
        Assert.Empty(told);
        progress.Reached(2_000_000);
        progress.Reached(3_000_000);
        time.Pass(TimeSpan.FromSeconds(2));
        progress.Reached(6_000_000);
        Assert.Equal([(2_000_000, 1_000_000), (6_000_000, 1_500_000)], told);
    }

    private static void Add(RecordVerifier verifier, SealedStream stream, ReadOnlySpan<byte[]> records)
    {
        foreach (byte[] record in records)
        {
            verifier.Add(stream.Gateway, stream.Epoch, SealedStream.Read(record));
        }
    }
}
