using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Gateway.Broker;

/// <summary>The directory of a gateway without enrolled devices: whoever reaches the loopback listener is local, and nobody else is anybody.</summary>
internal sealed class LocalDeviceDirectory : IDeviceDirectory
{
    private readonly LocalDevice _local = new();

    /// <inheritdoc/>
    public event Action? Changed
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public bool TryIdentify(X509Certificate2? certificate, string clientId, [NotNullWhen(true)] out DeviceIdentity? identity, [NotNullWhen(false)] out string? reason)
    {
        identity = certificate is null ? _local : null;
        reason = certificate is null ? null : "no device is enrolled here";
        return certificate is null;
    }

    /// <inheritdoc/>
    public string? EndOf(DeviceIdentity identity) => null;
}
