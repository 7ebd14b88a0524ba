using System.Text;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Records.Proof;

/// <summary>Audit entries, held against vectors made from RECORDS.md.</summary>
public sealed class AuditEntryTests
{
    private const long Since = 1_795_000_000_123_456_784;

    [Fact]
    public void TryRead_Golden_SaysWhatTheVectorSaysAndIsWrittenAsIt()
    {
        byte[] body = Body("gateway-batch-audit.bin");
        Assert.True(AuditEntry.TryRead(body, out AuditEntry entry));
        Assert.Equal((AuditSubject.Connection, AuditOutcome.Done, 3u, Since), (entry.Subject, entry.Outcome, entry.Count, entry.SinceUtcNanoseconds));
        Assert.Equal(("robot-1", "Grüße: verbunden"), (entry.ActorName, entry.Words));
        byte[] written = new byte[entry.EncodedLength];
        Assert.Equal(body.Length, entry.Write(written));
        Assert.Equal(body, written);
    }

    [Fact]
    public void TryRead_LongestOfTheGatewayItself_IsRead()
    {
        Assert.True(AuditEntry.TryRead(Body("gateway-batch-audit-itself.bin"), out AuditEntry entry));
        Assert.Equal((AuditSubject.Chain, AuditOutcome.Failed, uint.MaxValue, ""), (entry.Subject, entry.Outcome, entry.Count, entry.ActorName));
        Assert.Equal(AuditEntry.MaximumTextLength, entry.Text.Length);
    }

    [Theory]
    [InlineData("version-2")]
    [InlineData("subject-10")]
    [InlineData("outcome-0")]
    [InlineData("count-0")]
    [InlineData("actor")]
    [InlineData("two-lines")]
    [InlineData("control")]
    [InlineData("utf-8")]
    [InlineData("empty")]
    [InlineData("long")]
    [InlineData("more")]
    public void Batch_WithABodyThatBreaksARule_IsRejected(string rule) =>
        Assert.Equal(GatewayBatchRejection.InvalidBody, GatewayBatchReader.Open(Vectors.Read($"gateway-batch-audit-{rule}.bin"), out _));

    [Fact]
    public void TryRead_MutatedOrCutOff_IsReadBackAsItWasWrittenOrRejected()
    {
        Random random = new(9);
        byte[] body = Body("gateway-batch-audit.bin");
        int accepted = 0;
        for (int round = 0; round < 200_000; round++)
        {
            byte[] mutated = Vectors.Mutate(body, random);
            if (AuditEntry.TryRead(mutated, out AuditEntry entry))
            {
                accepted++;
                byte[] written = new byte[entry.EncodedLength];
                entry.Write(written);
                Assert.Equal(mutated, written);
                Assert.Equal(entry.Text.ToArray(), Encoding.UTF8.GetBytes(entry.Words));
                Assert.DoesNotContain(entry.Words, char.IsControl);
            }
        }

        Assert.InRange(accepted, 1000, 199_000);
    }

    [Fact]
    public void Write_EntryThatSaysNothing_IsRefused() => Assert.Throws<InvalidOperationException>(() => default(AuditEntry).Write(new byte[AuditEntry.MaximumLength]));

    private static byte[] Body(string vector)
    {
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(Vectors.Read(vector), out GatewayBatchReader batch));
        Assert.True(batch.MoveNext());
        Assert.Equal((RecordKind.AuditEntry, RecordClass.Event), (batch.Current.Kind, batch.Current.Class));
        return batch.Current.Frame.ToArray();
    }
}
