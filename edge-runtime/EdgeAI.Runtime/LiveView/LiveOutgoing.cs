namespace EdgeAI.Runtime.LiveView;

/// <summary>What is next for a client: a text, a whole binary message, or a head with a payload behind it.</summary>
/// <param name="Head">The text, the message, or the head.</param>
/// <param name="IsText">Whether the head is a text.</param>
/// <param name="Payload">What follows the head; to be released once it is sent. Null for nothing.</param>
public readonly record struct LiveOutgoing(ReadOnlyMemory<byte> Head, bool IsText, LivePayload? Payload);
