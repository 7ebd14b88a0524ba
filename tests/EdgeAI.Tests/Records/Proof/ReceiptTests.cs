using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Records.Proof;

/// <summary>Receipts, held against vectors made from RECORDS.md.</summary>
public sealed class ReceiptTests
{
    private const long Committed = 1_795_000_000_123_456_789;
    private static readonly RecordPublicKey[] Keys = [RecordPublicKey.FromPem(ProofVectors.Text("proof-key-1.pem")), RecordPublicKey.FromPem(ProofVectors.Text("proof-key-2.pem"))];

    [Theory]
    [InlineData("receipt-suite-1.bin", AlgorithmSuite.Sha256P256)]
    [InlineData("receipt-suite-2.bin", AlgorithmSuite.Sm3Sm2)]
    public void Reader_Golden_YieldsWhatTheVectorSays(string vector, AlgorithmSuite suite)
    {
        Assert.Equal(ReceiptRejection.None, ReceiptReader.Open(Vectors.Read(vector), Keys, out ReceiptReader receipt));
        Assert.Equal((suite, 5L, Committed, 2, "gateway-1"), (receipt.Suite, receipt.Epoch, receipt.CommittedUtcNanoseconds, receipt.Count, receipt.GatewayName));
        Assert.True(receipt.MoveNext());
        Assert.Equal(new ReceiptBatch(RecordClass.Telemetry, 1, 12, 9), receipt.Current);
        Assert.True(receipt.MoveNext());
        Assert.Equal(new ReceiptBatch(RecordClass.Safety, 16, 17, 2), receipt.Current);
        Assert.False(receipt.MoveNext());
    }

    [Theory]
    [InlineData("short", ReceiptRejection.TooShort)]
    [InlineData("kind", ReceiptRejection.WrongKind)]
    [InlineData("version-2", ReceiptRejection.UnknownVersion)]
    [InlineData("suite-0", ReceiptRejection.UnknownSuite)]
    [InlineData("flags-1", ReceiptRejection.UnknownFlags)]
    [InlineData("epoch-0", ReceiptRejection.InvalidEpoch)]
    [InlineData("empty", ReceiptRejection.Empty)]
    [InlineData("4097", ReceiptRejection.TooMany)]
    [InlineData("gateway", ReceiptRejection.InvalidGateway)]
    [InlineData("long", ReceiptRejection.WrongLength)]
    [InlineData("class-5", ReceiptRejection.InvalidBatch)]
    [InlineData("first-0", ReceiptRejection.InvalidBatch)]
    [InlineData("order", ReceiptRejection.InvalidBatch)]
    [InlineData("records-0", ReceiptRejection.InvalidBatch)]
    [InlineData("wrong-key", ReceiptRejection.Signature)]
    [InlineData("altered", ReceiptRejection.Signature)]
    public void Reader_ReceiptThatBreaksARule_NamesTheRule(string vector, ReceiptRejection expected) =>
        Assert.Equal(expected, ReceiptReader.Open(Vectors.Read($"receipt-{vector}.bin"), Keys, out _));

    [Theory]
    [InlineData(AlgorithmSuite.Sha256P256)]
    [InlineData(AlgorithmSuite.Sm3Sm2)]
    public void Writer_FullReceiptsOneAfterAnother_AreReadBack(AlgorithmSuite suite)
    {
        using RecordSigningKey key = RecordSigningKey.Create(suite);
        ReceiptWriter writer = new(key);
        for (int round = 0; round < 2; round++)
        {
            writer.Begin(new string('g', 64), 9 + round, Committed);
            int count = 0;
            while (writer.TryAdd(new ReceiptBatch(RecordClass.Bulk, count + 1, count + 3, 2)))
            {
                count++;
            }

            Assert.Equal(ReceiptWriter.MaximumCount, count);
            byte[] payload = writer.Finish().ToArray();
            Assert.Equal(ReceiptWriter.MaximumLength, payload.Length);
            Assert.Equal(ReceiptRejection.None, ReceiptReader.Open(payload, [key.PublicKey], out ReceiptReader receipt));
            Assert.Equal((9L + round, count), (receipt.Epoch, receipt.Count));
            for (int index = 0; receipt.MoveNext(); index++)
            {
                Assert.Equal(new ReceiptBatch(RecordClass.Bulk, index + 1, index + 3, 2), receipt.Current);
            }
        }

        Assert.Equal(ReceiptRejection.TooLong, ReceiptReader.OpenUnverified(new byte[ReceiptWriter.MaximumLength + 1], out _));
    }

    [Fact]
    public void Writer_WithoutABeginningOrABatch_IsRefused()
    {
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        ReceiptWriter writer = new(key);
        Assert.Throws<InvalidOperationException>(() => writer.TryAdd(new ReceiptBatch(RecordClass.Bulk, 1, 1, 1)));
        Assert.Throws<InvalidOperationException>(() => writer.Finish());
        writer.Begin("g", 1, 1);
        Assert.Throws<InvalidOperationException>(() => writer.Finish());
        Assert.Throws<ArgumentException>(() => writer.TryAdd(new ReceiptBatch(RecordClass.Bulk, 2, 1, 1)));
    }

    [Theory]
    [InlineData("receipt-suite-1.bin", 20_000)]
    [InlineData("receipt-suite-2.bin", 5_000)]
    public void Reader_MutatedReceipts_AreRejectedWithoutThrowing(string vector, int rounds)
    {
        byte[] valid = Vectors.Read(vector);
        Random random = new(12);
        int wellFormed = 0;
        for (int round = 0; round < rounds; round++)
        {
            byte[] mutated = Vectors.Mutate(valid, random);
            ReceiptRejection rejection = ReceiptReader.Open(mutated, Keys, out _);
            wellFormed += rejection == ReceiptRejection.Signature ? 1 : 0;
            Assert.True(rejection != ReceiptRejection.None || mutated.AsSpan().SequenceEqual(valid));
        }

        Assert.InRange(wellFormed, rounds / 10, rounds);
    }
}
