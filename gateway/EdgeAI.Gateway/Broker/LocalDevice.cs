namespace EdgeAI.Gateway.Broker;

/// <summary>A program on this machine, which reached the loopback listener: it may do everything.</summary>
internal sealed class LocalDevice : DeviceIdentity
{
    public override string Name => "local";

    public override bool MayPublish(ReadOnlySpan<char> topic) => true;

    public override bool MaySubscribe(ReadOnlySpan<char> filter) => true;
}
