using EdgeAI.City.Sources;

namespace EdgeAI.Tests.City;

/// <summary>A message without a broker behind it.</summary>
internal sealed class HeldArrival(string topic, byte[] payload) : Arrival(null!, topic, payload);
