using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Records.Proof;

/// <summary>Seals: read and written as vectors made from RECORDS.md say, and built as a spool builds them.</summary>
public sealed class SealTests
{
    private static RecordPublicKey Key { get; } = RecordPublicKey.FromPem(ProofVectors.Text("proof-key-1.pem"));

    [Fact]
    public void TryRead_Golden_SaysWhatTheVectorSays()
    {
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(Vectors.Read("gateway-batch-seal.bin"), out GatewayBatchReader batch));
        Assert.True(batch.MoveNext());
        Assert.Equal((RecordKind.Seal, RecordClass.Telemetry, 400L), (batch.Current.Kind, batch.Current.Class, batch.Current.Sequence));
        Assert.True(Seal.TryReadRecord(batch.Current, batch.Epoch, out Seal seal));
        Assert.Equal((AlgorithmSuite.Sha256P256, RecordClass.Telemetry, 3, 5L), (seal.Suite, seal.Class, seal.Count, seal.Epoch));
        Assert.Equal((false, false, 41L, 0L, 300L), (seal.Begins, seal.BeginsAgain, seal.PreviousSequence, seal.EpochBefore, seal.LastSequence));
        Assert.Equal(Enumerable.Range(0, 32).Select(static value => (byte)value), seal.PreviousDigest.ToArray());
        Assert.Equal(Key.Id, seal.KeyId);
        List<byte> digests = [];
        List<long> sequences = [];
        foreach (SealEntries entry in seal.Entries)
        {
            byte[] digest = new byte[ProofLengths.Digest];
            RecordHash.Create(seal.Suite).Hash(System.Text.Encoding.ASCII.GetBytes($"{entry.Sequence}"), digest);
            Assert.Equal(digest[..16], entry.DigestStart.ToArray());
            sequences.Add(entry.Sequence);
            digests.AddRange(digest);
        }

        Assert.Equal([50, 51, 300], sequences);
        byte[] root = new byte[ProofLengths.Digest];
        RecordHash.Create(seal.Suite).Hash(digests.ToArray(), root);
        Assert.Equal(root, seal.Root.ToArray());
        Assert.True(seal.Verify(batch.Gateway, Key));
        Assert.False(seal.Verify("gateway-2"u8, Key));
        Assert.False(seal.Verify(batch.Gateway, RecordPublicKey.FromPem(ProofVectors.Text("proof-key-2.pem"))));
    }

    [Fact]
    public void TryRead_WhereAChainBegins_TellsTheEpochBefore()
    {
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(Vectors.Read("gateway-batch-seal-begins.bin"), out GatewayBatchReader batch));
        Assert.True(batch.MoveNext());
        Assert.True(Seal.TryRead(batch.Current.Frame, out Seal seal));
        Assert.Equal((true, false, 0L, 4L), (seal.Begins, seal.BeginsAgain, seal.PreviousSequence, seal.EpochBefore));
    }

    [Theory]
    [InlineData("version-2")]
    [InlineData("suite-0")]
    [InlineData("suite-3")]
    [InlineData("class")]
    [InlineData("epoch")]
    [InlineData("flags-2")]
    [InlineData("flags-4")]
    [InlineData("reserved")]
    [InlineData("count")]
    [InlineData("previous-0")]
    [InlineData("epoch-before")]
    [InlineData("entry-above")]
    [InlineData("entry-0")]
    [InlineData("entry-long-form")]
    [InlineData("entry-overflow")]
    [InlineData("1025")]
    public void Batch_WithASealThatBreaksARule_IsRejected(string rule) =>
        Assert.Equal(GatewayBatchRejection.InvalidBody, GatewayBatchReader.Open(Vectors.Read($"gateway-batch-seal-{rule}.bin"), out _));

    [Theory]
    [InlineData(AlgorithmSuite.Sha256P256)]
    [InlineData(AlgorithmSuite.Sm3Sm2)]
    public void Builder_FullSealOfFarApartSequences_IsReadBackAndVerifies(AlgorithmSuite suite)
    {
        using RecordSigningKey key = RecordSigningKey.Create(suite);
        SealBuilder builder = new(key, "gateway-1", 5, RecordClass.Bulk);
        Assert.Throws<InvalidOperationException>(() => builder.WriteBody(new byte[Seal.MaximumLength]));
        List<long> sequences = [];
        for (long sequence = 1; !builder.IsFull; sequence += 1L << (builder.Count % 51))
        {
            builder.Add(sequence, [(byte)sequence]);
            sequences.Add(sequence);
        }

        Assert.Equal(Seal.MaximumCount, builder.Count);
        Assert.Throws<InvalidOperationException>(() => { builder.Add(long.MaxValue, [1]); });
        byte[] body = new byte[builder.BodyLength];
        Assert.Equal(body.Length, builder.WriteBody(body));
        Assert.True(Seal.TryRead(body, out Seal seal));
        Assert.Equal((suite, RecordClass.Bulk, Seal.MaximumCount, true), (seal.Suite, seal.Class, seal.Count, seal.Begins));
        Assert.True(seal.Verify("gateway-1"u8, key.PublicKey));
        int index = 0;
        foreach (SealEntries entry in seal.Entries)
        {
            Assert.Equal(sequences[index], entry.Sequence);
            Assert.Equal(builder.DigestAt(index++)[..16], entry.DigestStart);
        }

        Assert.Throws<ArgumentException>(() => { builder.Sealed(sequences[^1], [2]); });
        byte[] digest = builder.Sealed(sequences[^1] + 1, [2]).ToArray();
        Assert.Equal((0, false, sequences[^1] + 1), (builder.Count, builder.Begins, builder.PreviousSequence));
        Assert.Equal(digest, builder.PreviousDigest.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Builder_LoadedFromWhatAnotherHeld_WritesTheSameSealButForItsSignature(int sealsBefore)
    {
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        SealBuilder first = new(key, "gateway-1", 5, RecordClass.Event);
        first.Begin(above: 7, again: true, epochBefore: 3, lastDigest: new byte[32]);
        long sequence = 7;
        byte[] body = new byte[Seal.MaximumLength];
        for (int round = 0; round < sealsBefore; round++)
        {
            first.Add(++sequence, [1, 2, 3]);
            first.WriteBody(body);
            first.Sealed(++sequence, [4, 5, 6]);
        }

        first.Add(++sequence, [7]);
        first.Add(sequence + 10, [8]);
        first.Add(sequence + 11, [9]);
        first.Rewind(2);

        SealBuilder second = new(key, "gateway-1", 5, RecordClass.Event);
        if (first.Begins)
        {
            second.Begin(first.PreviousSequence, first.BeginsAgain, first.EpochBefore, first.PreviousDigest);
        }
        else
        {
            second.Continue(first.PreviousSequence, first.PreviousDigest);
        }

        for (int index = 0; index < first.Count; index++)
        {
            second.Load(first.SequenceAt(index), first.DigestAt(index));
        }

        byte[] other = new byte[second.BodyLength];
        Assert.Equal(first.BodyLength, second.WriteBody(other));
        Assert.Equal(other.Length, first.WriteBody(body));
        Assert.Equal(other[..^ProofLengths.Signature], body[..(other.Length - ProofLengths.Signature)]);
    }

    [Fact]
    public void Builder_SequenceThatDoesNotRise_IsRefused()
    {
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        SealBuilder builder = new(key, "gateway-1", 5, RecordClass.Event);
        builder.Continue(9, new byte[32]);
        Assert.Throws<ArgumentException>(() => { builder.Add(9, [1]); });
        builder.Add(10, [1]);
        Assert.Throws<ArgumentException>(() => { builder.Add(10, [1]); });
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Load(11, new byte[31]));
        Assert.Equal(1, builder.Count);
    }

    [Fact]
    public void Builder_AddingRecords_AllocatesNothingWithSuite1()
    {
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        SealBuilder builder = new(key, "gateway-1", 5, RecordClass.Event);
        byte[] record = new byte[200];
        long sequence = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            builder.Rewind(builder.IsFull ? 0 : builder.Count);
            builder.Add(++sequence, record);
        }, calls: 3 * Seal.MaximumCount));
    }
}
