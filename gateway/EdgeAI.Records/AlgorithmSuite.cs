namespace EdgeAI.Records;

/// <summary>Which hash and signature algorithms a batch uses (RECORDS.md, "Algorithm suites"). Named in every batch, never assumed.</summary>
public enum AlgorithmSuite : byte
{
    /// <summary>Neither chained nor signed: the hash field and the trailer are empty.</summary>
    None = 0,
}
