namespace EdgeAI.City.Admission;

/// <summary>A message that goes into quarantine.</summary>
internal readonly record struct HeldMessage(GatewayOfSite Gateway, string Topic, byte[] Payload, string Reason);
