namespace EdgeAI.Gateway.Uplinks;

/// <summary>What a <see cref="DeliveryWindow"/> is bounded by.</summary>
internal sealed record DeliveryLimits
{
    /// <summary>The most messages on their way at once, over all lanes; 1 or more.</summary>
    public required int Width { get; init; }

    /// <summary>How long the oldest message may stay unanswered, from the last answer to one before it on.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>The longest rest of a lane after its first refusal; doubles with each until a message of the lane is accepted.</summary>
    public required TimeSpan InitialRest { get; init; }

    /// <summary>The longest rest of a lane.</summary>
    public required TimeSpan MaximumRest { get; init; }

    /// <summary>The seed of the rests' jitter; nothing for a random one.</summary>
    public int? Seed { get; init; }
}
