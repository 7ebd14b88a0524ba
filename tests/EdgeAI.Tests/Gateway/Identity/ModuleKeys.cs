using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EdgeAI.Gateway.Identity;
using EdgeAI.Records.Certificates;

namespace EdgeAI.Tests.Gateway.Identity;

/// <summary>Stands for a TPM: keys that exist in it only.</summary>
internal sealed class ModuleKeys : IAuthorityKeys
{
    private readonly Dictionary<string, ECParameters> _keys = [];

    public bool Away { get; set; }

    public IAuthorityKey Create(string name)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _keys[name] = key.ExportParameters(includePrivateParameters: true);
        return new FileAuthorityKey(key);
    }

    public bool TryOpen(string name, [NotNullWhen(true)] out IAuthorityKey? key)
    {
        key = !Away && _keys.TryGetValue(name, out ECParameters parameters) ? new FileAuthorityKey(ECDsa.Create(parameters)) : null;
        return key is not null;
    }

    public void Remove(string name) => _keys.Remove(name);
}
