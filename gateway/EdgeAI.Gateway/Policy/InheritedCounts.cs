namespace EdgeAI.Gateway.Policy;

/// <summary>What an earlier revision of the policy withheld of one stream and had not reported yet.</summary>
/// <param name="Key">The name of the state that holds it.</param>
/// <param name="Stream">Whose it is.</param>
/// <param name="Counts">The counts by rule, the first rule first.</param>
internal sealed record InheritedCounts(string Key, GovernedStream Stream, WithheldCount[] Counts);
