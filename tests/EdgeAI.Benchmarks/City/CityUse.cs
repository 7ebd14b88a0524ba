namespace EdgeAI.Benchmarks.City;

/// <summary>What the parts of a city have used since their start.</summary>
/// <param name="Brokers">Processor seconds of all nodes.</param>
/// <param name="Postgres">Processor seconds of all of PostgreSQL's processes.</param>
/// <param name="Receivers">Processor seconds of all receivers.</param>
/// <param name="Gateways">Processor seconds of the simulated gateways.</param>
/// <param name="WalBytes">What PostgreSQL wrote to its log.</param>
/// <param name="WalSyncs">How often it synced it.</param>
/// <param name="WalSyncSeconds">How long that took.</param>
internal readonly record struct CityUse(double Brokers, double Postgres, double Receivers, double Gateways, long WalBytes, long WalSyncs, double WalSyncSeconds)
{
    public static CityUse operator -(CityUse later, CityUse earlier) => new(
        later.Brokers - earlier.Brokers,
        later.Postgres - earlier.Postgres,
        later.Receivers - earlier.Receivers,
        later.Gateways - earlier.Gateways,
        later.WalBytes - earlier.WalBytes,
        later.WalSyncs - earlier.WalSyncs,
        later.WalSyncSeconds - earlier.WalSyncSeconds);
}
