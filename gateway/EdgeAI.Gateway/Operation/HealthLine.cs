namespace EdgeAI.Gateway.Operation;

/// <summary>One part of a health report.</summary>
/// <param name="Name">The part.</param>
/// <param name="Ok">Whether it is well.</param>
/// <param name="Detail">What stands, in one line.</param>
internal sealed record HealthLine(string Name, bool Ok, string Detail);
