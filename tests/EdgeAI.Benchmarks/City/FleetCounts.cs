namespace EdgeAI.Benchmarks.City;

/// <summary>What all simulated gateways together counted.</summary>
/// <param name="Added">The records that they took in.</param>
/// <param name="Waiting">Those that no broker acknowledged yet.</param>
/// <param name="Connected">The gateways that are connected.</param>
/// <param name="Batches">The batches that were acknowledged.</param>
internal readonly record struct FleetCounts(long Added, long Waiting, long Connected, long Batches)
{
    /// <summary>The records that the cluster acknowledged.</summary>
    public long Published => Added - Waiting;
}
