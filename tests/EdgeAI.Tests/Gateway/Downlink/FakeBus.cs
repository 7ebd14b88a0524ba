using EdgeAI.Gateway.Broker;

namespace EdgeAI.Tests.Gateway.Downlink;

/// <summary>The local broker without a network: what is published to a topic that somebody subscribed to lies in a list.</summary>
internal sealed class FakeBus : ILocalBus
{
    private readonly HashSet<string> _subscribed = [];

    public event Action<string, string>? Subscribed;

    /// <summary>What was published and taken, and not taken away by a test yet.</summary>
    public List<(string Topic, byte[] Payload)> Published { get; } = [];

    /// <summary>Publishes that nobody was there to take.</summary>
    public int Missed { get; private set; }

    public ILocalPublishHandler? Handler { get; private set; }

    public int Publish(string topic, ReadOnlySpan<byte> payload, bool atLeastOnce)
    {
        Assert.True(atLeastOnce);
        lock (_subscribed)
        {
            if (!_subscribed.Contains(topic))
            {
                Missed++;
                return 0;
            }

            Published.Add((topic, payload.ToArray()));
            return 1;
        }
    }

    public void Register(ILocalPublishHandler handler) => Handler = handler;

    public void Subscribe(string device, string topic)
    {
        lock (_subscribed)
        {
            _subscribed.Add(topic);
        }

        Subscribed?.Invoke(device, topic);
    }

    public void Unsubscribe(string topic)
    {
        lock (_subscribed)
        {
            _subscribed.Remove(topic);
        }
    }

    /// <summary>Takes away what was published.</summary>
    public List<byte[]> Drain()
    {
        lock (_subscribed)
        {
            List<byte[]> all = [.. Published.Select(static each => each.Payload)];
            Published.Clear();
            return all;
        }
    }
}
