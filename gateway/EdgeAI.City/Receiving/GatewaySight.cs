namespace EdgeAI.City.Receiving;

/// <summary>What a receiver saw of a spool.</summary>
/// <param name="Site">The site.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Epoch">The spool's epoch.</param>
/// <param name="Newest">The newest receipt, nanoseconds of UTC on the gateway's clock.</param>
/// <param name="Seen">When a batch of it was stored last, UTC here.</param>
internal sealed record GatewaySight(string Site, string Gateway, long Epoch, long Newest, DateTimeOffset Seen);
