using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Broker;

/// <summary>
/// Shows each stored frame to local subscribers, at QoS 0 under the topic that a raw frame of its robot, board and stream would have.
/// Costs one comparison when nobody is subscribed. Called by one thread.
/// </summary>
internal sealed class LiveFeed(LocalBus bus, string site) : IStoredRecordObserver
{
    // Two numbers of at most five and three digits and two slashes.
    private const int NumbersLength = 10;

    private readonly char[] _topic = [.. Topics.Prefix, .. site, '/', .. new char[Identifier.MaximumLength + NumbersLength]];
    private readonly int _prefixLength = Topics.Prefix.Length + site.Length + 1;

    /// <inheritdoc/>
    public void Stored(in GatewayRecord record)
    {
        // The gateway's own records hold no frame.
        if (bus.Subscriptions.Count == 0
            || record.Kind is not (RecordKind.Frame or RecordKind.GovernedFrame)
            || FrameIdentity.Read(record.Frame, out FrameIdentity frame) != FrameRejection.None)
        {
            return;
        }

        int length = _prefixLength;
        foreach (byte character in record.Robot)
        {
            _topic[length++] = (char)character;
        }

        _topic[length++] = '/';
        _ = frame.Board.TryFormat(_topic.AsSpan(length), out int written);
        length += written;
        _topic[length++] = '/';
        _ = frame.Stream.TryFormat(_topic.AsSpan(length), out written);
        length += written;
        bus.Publish(_topic.AsSpan(0, length), record.Frame, atLeastOnce: false);
    }
}
