namespace EdgeAI.Records.Proof;

/// <summary>Makes the hashes of the algorithm suites.</summary>
public static class RecordHash
{
    /// <summary>A hash of the suite; each caller that runs on a thread of its own takes one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The suite has no hash.</exception>
    public static IRecordHash Create(AlgorithmSuite suite) => suite switch
    {
        AlgorithmSuite.Sha256P256 => new Sha256Hash(),
        AlgorithmSuite.Sm3Sm2 => new Sm3Hash(),
        _ => throw new ArgumentOutOfRangeException(nameof(suite), suite, "this suite has no hash: use Sha256P256 or Sm3Sm2"),
    };
}
