using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.PowerCut;

/// <summary>Judges by the seals alone what a spool hands out: what is there is as it was stored, and what is not there is declared lost.</summary>
internal static class SpoolProof
{
    /// <summary>What is wrong; nothing where nothing is.</summary>
    /// <param name="batches">All that the spool hands out, in the order of its lanes.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="released">The last number that was let go of: none up to it is asked for.</param>
    /// <param name="key">What its seals are signed with.</param>
    public static string? Judge(IReadOnlyList<byte[]> batches, long epoch, long released, RecordPublicKey key)
    {
        RecordKeys keys = new();
        keys.Add("gateway", key);
        RecordVerifier verifier = new(keys, left: Enum.GetValues<RecordClass>().Select(recordClass => new LeftRange("gateway", epoch, recordClass, 1, released, released)));
        foreach (byte[] batch in batches)
        {
            _ = GatewayBatchReader.Open(batch, out GatewayBatchReader opened);
            while (opened.MoveNext())
            {
                verifier.Add(opened);
            }
        }

        VerificationReport report = verifier.Finish();
        return report.Summary.IsComplete ? null : $"by its seals: {report.Summary}; {string.Join(", ", report.Findings)}";
    }
}
