namespace EdgeAI.Gateway.Policy;

/// <summary>A moment of a policy.</summary>
/// <param name="Revision">The revision in force; 0 for the built-in policy.</param>
/// <param name="Withheld">The frames acknowledged and not stored as they came, since the gateway's start.</param>
/// <param name="Held">The open windows, each of which will leave as one frame.</param>
public sealed record PolicyStatistics(uint Revision, long Withheld, long Held);
