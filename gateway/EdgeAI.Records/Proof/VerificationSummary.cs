using System.Globalization;
using System.Text;

namespace EdgeAI.Records.Proof;

/// <summary>What a verification comes to (RECORDS.md, "Verification").</summary>
public sealed class VerificationSummary
{
    private readonly long[] _counts = new long[FindingKinds.All.Length];

    /// <summary>The records, each name once.</summary>
    public long Records { get; internal set; }

    /// <summary>The records that a seal attests, seals included.</summary>
    public long Attested { get; internal set; }

    /// <summary>The seals that attest.</summary>
    public long Seals { get; internal set; }

    /// <summary>Whether no finding is a fault.</summary>
    public bool IsComplete => FindingKinds.All.All(kind => !FindingKinds.IsFault(kind) || _counts[(int)kind] == 0);

    /// <summary>How many records, seals, anchors or batches were found to be of a kind.</summary>
    public long CountOf(FindingKind kind) => _counts[(int)kind];

    /// <summary>The summary's line: complete or not, records, attested, seals, then each kind that was found.</summary>
    public override string ToString()
    {
        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"{(IsComplete ? "complete" : "not complete")}: {Records} records, {Attested} attested, {Seals} seals");
        foreach (FindingKind kind in FindingKinds.All)
        {
            if (_counts[(int)kind] > 0)
            {
                line.Append(CultureInfo.InvariantCulture, $", {_counts[(int)kind]} {FindingKinds.NameOf(kind)}");
            }
        }

        return line.ToString();
    }

    // Counts that a hostile declared loss or sequence makes as large as numbers get stay at the largest.
    internal void Count(in Finding finding)
    {
        ref long count = ref _counts[(int)finding.Kind];
        count = finding.Count > long.MaxValue - count ? long.MaxValue : count + finding.Count;
    }
}
