namespace EdgeAI.Gateway.Uplinks;

/// <summary>One message on its way.</summary>
/// <param name="Number">The delivery's number.</param>
/// <param name="Id">The message's number in its outbox.</param>
/// <param name="SentAt">When it was handed over to the connection.</param>
/// <param name="Bytes">Its bytes on the connection.</param>
/// <param name="OnTheirWay">The bytes on their way then, its own included.</param>
/// <param name="Outcome">What it was answered with; nothing while it was not.</param>
internal readonly record struct Flight(long Number, long Id, TimeSpan SentAt, long Bytes, long OnTheirWay, DeliveryOutcome? Outcome = null);
