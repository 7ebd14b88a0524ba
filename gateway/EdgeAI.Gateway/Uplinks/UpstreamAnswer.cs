namespace EdgeAI.Gateway.Uplinks;

/// <summary>What became of one delivery.</summary>
/// <param name="Number">The delivery's number.</param>
/// <param name="Outcome">What the upstream answered; nothing when the connection ended before it did.</param>
/// <param name="Reason">The refusal or the error in one line; empty when accepted.</param>
internal readonly record struct UpstreamAnswer(long Number, DeliveryOutcome? Outcome, string Reason);
