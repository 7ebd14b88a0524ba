namespace EdgeAI.Gateway.Uplinks;

/// <summary>One message that is to be sent now.</summary>
/// <param name="Number">The delivery's own number, never used again: a message that is sent again is another delivery.</param>
/// <param name="Lane">The lane that it comes from.</param>
/// <param name="Message">What is sent.</param>
/// <param name="Repeated">Whether a message of the lane with this number or a higher one was sent before.</param>
internal readonly record struct Delivery(long Number, int Lane, OutboundMessage Message, bool Repeated);
