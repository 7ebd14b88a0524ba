namespace EdgeAI.City.Storage;

/// <summary>A message that cannot be stored as records, and why.</summary>
internal readonly record struct RefusedMessage(string Topic, byte[] Payload, string Reason);
