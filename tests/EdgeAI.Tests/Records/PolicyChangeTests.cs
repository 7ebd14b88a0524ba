using System.Security.Cryptography;
using EdgeAI.Records;

namespace EdgeAI.Tests.Records;

/// <summary>The record of a policy that came into force, held against a vector made from RECORDS.md.</summary>
public sealed class PolicyChangeTests
{
    private const long Stamp = 1_795_000_000_123_456_789;

    private static byte[] GoldenBody()
    {
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(Vectors.Read("gateway-batch-policy.bin"), out GatewayBatchReader batch));
        Assert.True(batch.MoveNext());
        Assert.Equal((RecordKind.PolicyChange, RecordClass.Event), (batch.Current.Kind, batch.Current.Class));
        return batch.Current.Frame.ToArray();
    }

    [Fact]
    public void TryRead_Golden_SaysWhatTheVectorSaysAndIsWrittenAsIt()
    {
        byte[] body = GoldenBody();
        Assert.True(PolicyChange.TryRead(body, out PolicyChange change));
        Assert.Equal((3u, Stamp + 19), (change.Revision, change.SinceUtcNanoseconds));
        Assert.Equal("""{"revision":3,"rules":[]}"""u8, change.Text);
        Assert.Equal(SHA256.HashData(change.Text), change.Digest.ToArray());
        byte[] written = new byte[change.EncodedLength];
        change.Write(written);
        Assert.Equal(body, written);
    }

    [Fact]
    public void TryRead_MutatedOrCutOff_IsReadBackAsItWasWrittenOrRejected()
    {
        Random random = new(8);
        byte[] body = GoldenBody();
        int accepted = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] mutated = Vectors.Mutate(body, random);
            if (PolicyChange.TryRead(mutated, out PolicyChange change))
            {
                accepted++;
                byte[] written = new byte[change.EncodedLength];
                change.Write(written);
                Assert.Equal(mutated, written);
            }
        }

        Assert.InRange(accepted, 100, 19_000);
    }

    [Fact]
    public void Write_PolicyWithoutATextOrWithALongOne_IsRefused()
    {
        Assert.Throws<InvalidOperationException>(() => default(PolicyChange).Write(new byte[100]));
        Assert.Throws<InvalidOperationException>(() => new PolicyChange { Revision = 1, SinceUtcNanoseconds = 1, Digest = new byte[32], Text = new byte[PolicyChange.MaximumTextLength + 1] }.Write(new byte[70_000]));
    }
}
