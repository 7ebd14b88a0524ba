namespace EdgeAI.Gateway.Broker;

/// <summary>A program on this machine, which reached the loopback listener: it may do everything.</summary>
internal sealed class LocalDevice : DeviceIdentity
{
    /// <summary>The name of every such connection; no device is enrolled under it.</summary>
    public const string ReservedName = "local";

    public override string Name => ReservedName;

    public override bool MayPublish(ReadOnlySpan<char> topic) => true;

    public override bool MaySubscribe(ReadOnlySpan<char> filter) => true;
}
