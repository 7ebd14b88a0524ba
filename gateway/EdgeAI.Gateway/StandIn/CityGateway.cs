namespace EdgeAI.Gateway.StandIn;

/// <summary>What reached the stand-in from one spool of one gateway.</summary>
/// <param name="Gateway">The gateway's id.</param>
/// <param name="Epoch">The spool's epoch.</param>
/// <param name="Records">The records with a name not seen before.</param>
/// <param name="Missing">The holes in the gateway's sequence.</param>
public sealed record CityGateway(string Gateway, long Epoch, long Records, long Missing);
