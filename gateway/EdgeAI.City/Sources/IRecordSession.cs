namespace EdgeAI.City.Sources;

/// <summary>One connection to a broker that delivers gateway batches. What it did not acknowledge when it ends, the broker delivers again.</summary>
internal interface IRecordSession : IAsyncDisposable
{
    /// <summary>The broker's host and port.</summary>
    string Name { get; }

    /// <summary>Ends with the connection; its result is the reason in one line.</summary>
    Task<string> Ended { get; }

    /// <summary>Tells the broker that it need not keep these any more. All are of this session, in the order in which they came, and none is left out before the last.</summary>
    Task AcknowledgeAsync(IReadOnlyList<Arrival> arrivals, CancellationToken cancellation);

    /// <summary>Publishes at QoS 1 (or with a confirm) and waits until the broker has it.</summary>
    Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellation);
}
