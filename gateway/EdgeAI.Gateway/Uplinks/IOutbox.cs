namespace EdgeAI.Gateway.Uplinks;

/// <summary>
/// What a <see cref="WindowedPublisher"/> publishes from: a queue that keeps every message until it is acknowledged. All methods are
/// called by one publisher, never two at a time. A message that was taken once must be there again after <see cref="Rewind"/>.
/// </summary>
public interface IOutbox
{
    /// <summary>Raised, on any thread, when there may be a new message. Raising it too often is harmless.</summary>
    event Action? WorkAvailable;

    /// <summary>Takes the next message in order; false when there is none now.</summary>
    bool TryTake(out OutboundMessage message);

    /// <summary>The broker has the message and every one taken before it: the outbox may forget them.</summary>
    /// <param name="id">The message's number; acknowledgements come in the order in which the messages were taken.</param>
    void Acknowledge(long id);

    /// <summary>Goes back to the first message that is not acknowledged.</summary>
    void Rewind();
}
