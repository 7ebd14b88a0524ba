namespace EdgeAI.City.Receiving;

/// <summary>How a receiver gathers and tries again.</summary>
internal sealed record ReceiverOptions
{
    /// <summary>The most messages in one transaction.</summary>
    public int GroupMessages { get; init; } = 256;

    /// <summary>The most bytes in one transaction, as they came.</summary>
    public int GroupBytes { get; init; } = 8 << 20;

    /// <summary>How long a message waits for company when nothing else is being stored.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>The bound of the first pause before something is tried again.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The bound of the longest.</summary>
    public TimeSpan MaximumBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long what is on its way may take at an orderly stop.</summary>
    public TimeSpan EndingTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
