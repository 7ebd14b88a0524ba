using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Broker;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>A directory whose devices are named by their client id, or by their certificate, and may use topics that hold their name.</summary>
internal sealed class TestDirectory : IDeviceDirectory
{
    private readonly ConcurrentDictionary<string, bool> _revoked = new();

    public event Action? Changed;

    /// <summary>The device that it cannot judge, once it <see cref="Fails"/>.</summary>
    public string FailsFor { get; init; } = "";

    public bool Fails { get; set; }

    /// <summary>What happens while a device is being named.</summary>
    public Action<string> WhileNaming { get; set; } = _ => { };

    public void Revoke(string name)
    {
        _revoked[name] = true;
        Changed?.Invoke();
    }

    /// <summary>What happens while a device is being judged, by its name.</summary>
    public Action<string> WhileJudging { get; set; } = _ => { };

    /// <summary>Ends a device as time does: nobody is told.</summary>
    public void Expire(string name) => _revoked[name] = true;

    /// <summary>Says that something changed.</summary>
    public void Change() => Changed?.Invoke();

    public string? EndOf(DeviceIdentity identity)
    {
        bool isOver = _revoked.ContainsKey(identity.Name);
        WhileJudging(identity.Name);
        return Fails && identity.Name == FailsFor ? throw new InvalidOperationException("it fails") : isOver ? $"'{identity.Name}' was revoked" : null;
    }

    public bool TryIdentify(X509Certificate2? certificate, string clientId, [NotNullWhen(true)] out DeviceIdentity? identity, [NotNullWhen(false)] out string? reason)
    {
        string name = certificate?.GetNameInfo(X509NameType.SimpleName, false) ?? clientId;
        identity = name == "stranger" ? null : new Device(name);
        reason = identity is null ? "'stranger' is not enrolled" : null;
        WhileNaming(name);
        return identity is not null;
    }

    private sealed class Device(string name) : DeviceIdentity
    {
        public override string Name => name;

        public override bool MayPublish(ReadOnlySpan<char> topic) => topic.Contains($"/{name}/", StringComparison.Ordinal);

        public override bool MaySubscribe(ReadOnlySpan<char> filter) => filter.Contains($"/{name}/", StringComparison.Ordinal);
    }
}
