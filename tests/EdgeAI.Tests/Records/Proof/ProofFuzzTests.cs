using System.Buffers.Binary;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Records.Proof;

/// <summary>Mutated seals and streams: none throws, hangs or grows, and none that lost or changed a record is called complete.</summary>
public sealed class ProofFuzzTests
{
    [Theory]
    [InlineData("gateway-batch-seal.bin")]
    [InlineData("gateway-batch-seal-begins.bin")]
    public void Seal_MutatedBodies_AreWellFormedOrRejectedAndNeverVerify(string vector)
    {
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(Vectors.Read(vector), out GatewayBatchReader batch));
        Assert.True(batch.MoveNext());
        byte[] body = batch.Current.Frame.ToArray();
        RecordPublicKey key = RecordPublicKey.FromPem(ProofVectors.Text("proof-key-1.pem"));
        Random random = new(20261202);
        int accepted = 0;
        for (int round = 0; round < 100_000; round++)
        {
            byte[] mutated = Vectors.Mutate(body, random);
            if (!Seal.TryRead(mutated, out Seal seal))
            {
                continue;
            }

            accepted++;
            long last = seal.PreviousSequence;
            int count = 0;
            foreach (SealEntries entry in seal.Entries)
            {
                Assert.True(entry.Sequence > last);
                last = entry.Sequence;
                count++;
            }

            Assert.Equal((seal.Count, seal.LastSequence), (count, last));
            Assert.True(round % 20 != 0 || mutated.AsSpan().SequenceEqual(body) || !seal.Verify(batch.Gateway, key));
        }

        Assert.InRange(accepted, 1000, 99_000);
    }

    [Fact]
    public void StreamVerifier_MutatedStreams_NeitherThrowsNorCallsThemComplete()
    {
        byte[] valid = Vectors.Read("proof-clean-suite-1.bin");
        Random random = new(20261203);
        RecordKeys keys = ProofVectors.Keys();
        for (int round = 0; round < 1000; round++)
        {
            byte[] mutated = Vectors.Mutate(valid, random);
            Assert.True(mutated.Length == 0 || !ProofVectors.Verify(mutated, keys, pieceLength: random.Next(1, 5000)).Summary.IsComplete || valid.AsSpan().SequenceEqual(mutated));
        }
    }

    [Theory]
    [InlineData("proof-clean-suite-1.bin", 300)]
    [InlineData("proof-restarted.bin", 300)]
    [InlineData("proof-dropped.bin", 300)]
    [InlineData("proof-clean-suite-2.bin", 50)]
    public void Verifiers_StreamsOfMutatedRecords_FindTheSameAsTheScript(string vector, int rounds)
    {
        List<byte[]> batches = ProofVectors.Batches(Vectors.Read(vector));
        Random random = new(20261204);
        RecordKeys keys = ProofVectors.Keys();
        for (int round = 0; round < rounds; round++)
        {
            List<byte[]> changed = [.. batches.SelectMany(batch => Changed(batch, random))];
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(changed));
            byte[] stream = [.. changed.SelectMany(static batch => (IEnumerable<byte>)[.. BitConverter.GetBytes(batch.Length), .. batch])];
            string lines = ProofVectors.Lines(ProofVectors.Verify(stream, keys));
            if (round % 25 != 0)
            {
                continue;
            }

            string path = Path.Combine(Path.GetTempPath(), $"proof-fuzz-{Guid.NewGuid():N}.bin");
            File.WriteAllBytes(path, stream);
            try
            {
                Assert.Equal(VerificationVectorTests.Python([path, .. ProofVectors.KeyFiles.Select(ProofVectors.PathOf)]), lines);
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    // The batch as batches of one record each, of which some are left out, doubled, or changed under checksums that match.
    private static IEnumerable<byte[]> Changed(byte[] batch, Random random)
    {
        List<byte[]> records = [];
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(batch, out GatewayBatchReader reader));
        while (reader.MoveNext())
        {
            records.Add(reader.CurrentBytes.ToArray());
        }

        int head = 24 + batch[22];
        foreach (byte[] original in records)
        {
            byte[] record = [.. original];
            int what = random.Next(12);
            if (what == 0)
            {
                continue;
            }

            if (what == 1)
            {
                record[random.Next(41, record.Length)] ^= (byte)(1 << random.Next(8));
            }
            else if (what == 2)
            {
                BinaryPrimitives.WriteInt64LittleEndian(record, random.Next(1, 25));
            }
            else if (what == 3)
            {
                record[9] = (byte)random.Next(1, 5);
            }

            Vectors.Seal(record);
            byte[] single = [.. batch.AsSpan(0, head), .. record, 0, 0, 0, 0, 0, 0];
            record.AsSpan(0, 8).CopyTo(single.AsSpan(12));
            BinaryPrimitives.WriteUInt16LittleEndian(single.AsSpan(20), 1);
            Vectors.Seal(single);
            yield return single;
            if (what == 4)
            {
                yield return single;
            }
        }
    }
}
