namespace EdgeAI.City.Admission;

/// <summary>A gateway as its topic names it. Limits and quarantine go by both, so that nobody answers for a namesake elsewhere.</summary>
internal readonly record struct GatewayOfSite(string Site, string Gateway);
