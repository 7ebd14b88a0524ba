namespace EdgeAI.Gateway.Broker;

/// <summary>Who is behind a connection, and which topics that name may use.</summary>
internal abstract class DeviceIdentity
{
    /// <summary>The name: a robot's or a board's id, or <c>local</c> for a loopback connection without a certificate.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it may publish to a topic.</summary>
    public abstract bool MayPublish(ReadOnlySpan<char> topic);

    /// <summary>Whether it may subscribe to all that a filter matches.</summary>
    public abstract bool MaySubscribe(ReadOnlySpan<char> filter);
}
