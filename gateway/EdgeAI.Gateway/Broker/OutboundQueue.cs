using System.Diagnostics.CodeAnalysis;

namespace EdgeAI.Gateway.Broker;

/// <summary>What waits for one subscriber: bounded by messages and bytes, drops the oldest. Thread-safe.</summary>
internal sealed class OutboundQueue(int maximumMessages, int maximumBytes)
{
    private readonly Lock _gate = new();
    private readonly Queue<(LocalMessage Message, bool AtLeastOnce)> _waiting = new();
    private int _bytes;

    /// <summary>Adds a message.</summary>
    /// <returns>The number of messages dropped for it; the message itself where it alone is too large.</returns>
    public int Add(LocalMessage message, bool atLeastOnce)
    {
        if (message.Length > maximumBytes)
        {
            return 1;
        }

        int dropped = 0;
        lock (_gate)
        {
            while (_waiting.Count >= maximumMessages || _bytes + message.Length > maximumBytes)
            {
                _bytes -= _waiting.Dequeue().Message.Length;
                dropped++;
            }

            _waiting.Enqueue((message, atLeastOnce));
            _bytes += message.Length;
        }

        return dropped;
    }

    /// <summary>Takes the oldest; not one at QoS 1 while the subscriber may be sent no more of those, nor any behind it.</summary>
    public bool TryTake(bool mayBeAtLeastOnce, [NotNullWhen(true)] out LocalMessage? message, out bool atLeastOnce)
    {
        lock (_gate)
        {
            if (!_waiting.TryPeek(out (LocalMessage Message, bool AtLeastOnce) next) || (next.AtLeastOnce && !mayBeAtLeastOnce))
            {
                (message, atLeastOnce) = (null, false);
                return false;
            }

            (message, atLeastOnce) = _waiting.Dequeue();
            _bytes -= message.Length;
            return true;
        }
    }
}
