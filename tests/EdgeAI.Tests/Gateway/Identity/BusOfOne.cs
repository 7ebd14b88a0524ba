using System.Text;
using EdgeAI.Gateway.Broker;

namespace EdgeAI.Tests.Gateway.Identity;

/// <summary>A bus that keeps what it is given.</summary>
internal sealed class BusOfOne : ILocalBus
{
    public event Action<string, string>? Subscribed;

    public List<(string Topic, string Text)> Sent { get; } = [];

    public int Publish(string topic, ReadOnlySpan<byte> payload, bool atLeastOnce)
    {
        Sent.Add((topic, Encoding.ASCII.GetString(payload)));
        return 1;
    }

    public void Register(ILocalPublishHandler handler) => Subscribed?.Invoke("", "");
}
