using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>A batch that an uplink sent.</summary>
internal sealed record SentBatch(Delivery Delivery, bool IsBacklog, List<long> Sequences);
