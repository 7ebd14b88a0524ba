using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Broker;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>A directory whose devices are named by their client id, or by their certificate, and may use topics that hold their name.</summary>
internal sealed class TestDirectory : IDeviceDirectory
{
    public event Action<string>? Revoked;

    public void Revoke(string name) => Revoked?.Invoke(name);

    public bool TryIdentify(X509Certificate2? certificate, string clientId, [NotNullWhen(true)] out DeviceIdentity? identity, [NotNullWhen(false)] out string? reason)
    {
        string name = certificate?.GetNameInfo(X509NameType.SimpleName, false) ?? clientId;
        identity = name == "stranger" ? null : new Device(name);
        reason = identity is null ? "'stranger' is not enrolled" : null;
        return identity is not null;
    }

    private sealed class Device(string name) : DeviceIdentity
    {
        public override string Name => name;

        public override bool MayPublish(ReadOnlySpan<char> topic) => topic.Contains($"/{name}/", StringComparison.Ordinal);

        public override bool MaySubscribe(ReadOnlySpan<char> filter) => filter.Contains($"/{name}/", StringComparison.Ordinal);
    }
}
