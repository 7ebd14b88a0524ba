namespace EdgeAI.City.Operation;

/// <summary>What the status page says of one spool.</summary>
/// <param name="Site">The site.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Epoch">The spool's epoch, as text: JavaScript's numbers do not hold it.</param>
/// <param name="LagSeconds">Now on this machine's clock minus the newest receipt on the gateway's: its age, and how far the clocks are apart.</param>
/// <param name="SilentSeconds">Since something of it was stored here.</param>
/// <param name="Reached">The highest sequence that is accounted for; 0 before the first account.</param>
/// <param name="Missing">Records neither there nor declared lost, noticed more than a minute ago.</param>
/// <param name="DeclaredLost">Records declared lost.</param>
/// <param name="Verification">What the last verification said; nothing where there was none.</param>
internal sealed record GatewayStatus(string Site, string Gateway, string Epoch, double LagSeconds, double SilentSeconds, long Reached, long Missing, long DeclaredLost, SpoolVerdict? Verification);
