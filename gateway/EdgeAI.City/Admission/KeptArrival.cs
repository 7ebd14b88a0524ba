using EdgeAI.City.Sources;

namespace EdgeAI.City.Admission;

/// <summary>A message that came before and was kept: no broker waits for its acknowledgement.</summary>
internal sealed class KeptArrival(string topic, byte[] payload) : Arrival(null!, topic, payload);
