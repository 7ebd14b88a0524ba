using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Records.Proof;

/// <summary>Faults planted in a table at random, many at once: each is found, under its kind and its number, and nothing else is.</summary>
public sealed class PlantedFaultTests
{
    private const int Records = 20_000;
    private const int Faults = 300;

    [Theory]
    [InlineData(AlgorithmSuite.Sha256P256, 1)]
    [InlineData(AlgorithmSuite.Sha256P256, 2)]
    [InlineData(AlgorithmSuite.Sha256P256, 3)]
    [InlineData(AlgorithmSuite.Sm3Sm2, 4)]
    public void Table_WithPlantedFaults_ReportsEachOfThemAndNothingElse(AlgorithmSuite suite, int seed)
    {
        Random random = new(seed);
        using RecordSigningKey key = RecordSigningKey.Create(suite);
        SealedStream stream = SealedStream.Of(key, random, Records, recordsPerSeal: 100);
        List<byte[]> table = [.. stream.Records.Values];
        Assert.Empty(Verify(key, stream, table).Findings);

        // In its class a record before each and one behind it are as they were.
        List<(FindingKind Kind, RecordClass Class, long Sequence)> planted = [];
        List<byte[]> added = [];
        (byte[] Record, byte[] Partner)[] places = [.. table.Where(static record => SealedStream.KindOf(record) == RecordKind.Frame).GroupBy(SealedStream.ClassOf)
            .SelectMany(static ofClass => ofClass.Chunk(4).Where(static four => four.Length == 4).Select(static four => (four[0], four[2])))];
        random.Shuffle(places);
        Dictionary<long, byte[]> changed = [];
        HashSet<long> deleted = [];
        for (int fault = 0; fault < Faults; fault++)
        {
            (byte[] record, byte[] partner) = places[fault];
            long sequence = SealedStream.SequenceOf(record);
            RecordClass recordClass = SealedStream.ClassOf(record);
            switch (fault % 5)
            {
                case 0:
                    deleted.Add(sequence);
                    planted.Add((FindingKind.Missing, recordClass, sequence));
                    break;
                case 1:
                    changed[sequence] = Edited(record, random);
                    planted.Add((FindingKind.Altered, recordClass, sequence));
                    break;
                case 2:
                    // Two records change places: each has the other's content under its own number.
                    changed[sequence] = SealedStream.Checked([.. record.AsSpan(0, 8), .. partner.AsSpan(8)]);
                    changed[SealedStream.SequenceOf(partner)] = SealedStream.Checked([.. partner.AsSpan(0, 8), .. record.AsSpan(8)]);
                    planted.Add((FindingKind.Altered, recordClass, sequence));
                    planted.Add((FindingKind.Altered, recordClass, SealedStream.SequenceOf(partner)));
                    break;
                case 3:
                    added.Add(record);
                    planted.Add((FindingKind.Duplicate, recordClass, sequence));
                    break;
                default:
                    // A record is replaced by one of another class, under its number.
                    byte[] replayed = [.. record];
                    RecordClass other = recordClass == RecordClass.Safety ? RecordClass.Event : RecordClass.Safety;
                    replayed[9] = (byte)other;
                    changed[sequence] = SealedStream.Checked(replayed);
                    planted.Add((FindingKind.Missing, recordClass, sequence));
                    planted.Add((FindingKind.Inserted, other, sequence));
                    break;
            }
        }

        List<byte[]> faulty = [.. table.Where(record => !deleted.Contains(SealedStream.SequenceOf(record))).Select(record => changed.GetValueOrDefault(SealedStream.SequenceOf(record), record)), .. added];
        VerificationReport report = Verify(key, stream, [.. faulty.OrderBy(SealedStream.SequenceOf)]);
        foreach (Finding finding in report.Findings)
        {
            // Two of a kind without a name of the class between them are one finding.
            int found = planted.RemoveAll(one => one.Kind == finding.Kind && one.Class == finding.Class && one.Sequence >= finding.First && one.Sequence <= finding.Last);
            Assert.True(found == finding.Count, $"{finding}: {found} were planted");
        }

        Assert.Empty(planted);
        Assert.False(report.Summary.IsComplete);
        Assert.Equal(report.Findings, Verify(key, stream, [.. faulty.OrderBy(SealedStream.ClassOf).ThenBy(SealedStream.SequenceOf)]).Findings);
    }

    [Fact]
    public void Table_WithOneFaultOfAnyKindAnywhere_IsNeverComplete()
    {
        Random random = new(5);
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        SealedStream stream = SealedStream.Of(key, random, 200, recordsPerSeal: 10);
        ChainHead[] heads = [.. Verify(key, stream, [.. stream.Records.Values]).Heads];
        Assert.Equal(4, heads.Length);
        foreach (long sequence in stream.Records.Keys)
        {
            List<byte[]> without = [.. stream.Records.Values.Where(record => SealedStream.SequenceOf(record) != sequence)];
            Assert.False(Verify(key, stream, without, heads).Summary.IsComplete, $"{sequence} is not there");
            List<byte[]> edited = [.. stream.Records.Values.Select(record => SealedStream.SequenceOf(record) == sequence ? Edited(record, random) : record)];
            Assert.False(Verify(key, stream, edited, heads).Summary.IsComplete, $"{sequence} is edited");
        }

        // History up to any record, as if nothing had come after it: only an anchor tells.
        for (int length = 0; length < stream.Records.Count; length++)
        {
            Assert.False(Verify(key, stream, [.. stream.Records.Values.Take(length)], heads).Summary.IsComplete, $"{length} records are left");
        }
    }

    [Fact]
    public void Table_RewrittenByTheGatewaysOwner_IsFoundByAnAnchorAlone()
    {
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        SealedStream stream = SealedStream.Of(key, new Random(6), 200, recordsPerSeal: 10);
        SealedStream rewritten = SealedStream.Of(key, new Random(7), 200, recordsPerSeal: 10);
        ChainHead[] heads = [.. Verify(key, stream, [.. stream.Records.Values]).Heads];
        Assert.True(Verify(key, rewritten, [.. rewritten.Records.Values]).Summary.IsComplete);
        VerificationReport report = Verify(key, rewritten, [.. rewritten.Records.Values], heads);
        Assert.Equal(heads.Select(static head => (FindingKind.Rewritten, head.Sequence)).Order(), report.Findings.Select(static finding => (finding.Kind, finding.First)).Order());
    }

    private static byte[] Edited(byte[] record, Random random)
    {
        byte[] edited = [.. record];
        edited[^random.Next(5, 40)] ^= (byte)random.Next(1, 256);
        return SealedStream.Checked(edited);
    }

    private static VerificationReport Verify(RecordSigningKey key, SealedStream stream, IReadOnlyList<byte[]> table, IEnumerable<ChainHead>? anchors = null)
    {
        RecordKeys keys = new();
        keys.Add(stream.Gateway, key.PublicKey);
        RecordVerifier verifier = new(keys, anchors);
        foreach (byte[] record in table)
        {
            verifier.Add(stream.Gateway, stream.Epoch, SealedStream.Read(record));
        }

        Assert.Equal(table.Count, verifier.Taken);
        return verifier.Finish();
    }
}
