namespace EdgeAI.Gateway.Uplinks;

/// <summary>What an upstream answered to one delivery.</summary>
internal enum DeliveryOutcome
{
    /// <summary>It took the message over.</summary>
    Accepted,

    /// <summary>It did not: the message is to be sent again, and before what follows it.</summary>
    Refused,
}
