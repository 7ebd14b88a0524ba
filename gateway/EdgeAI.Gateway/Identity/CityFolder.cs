using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Identity;

/// <summary>The files that a gateway has from its city, and the keys that it drew for it.</summary>
internal sealed class CityFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The private key for TLS.</summary>
    public string Key => System.IO.Path.Combine(Path, "uplink.key");

    /// <summary>The certificate for the upstream.</summary>
    public string Certificate => System.IO.Path.Combine(Path, "uplink.crt");

    /// <summary>The city's authority, which issued the brokers' certificates.</summary>
    public string Authority => System.IO.Path.Combine(Path, "authority.crt");

    /// <summary>The private key that signs seals, where no other is named.</summary>
    public string SigningKey => System.IO.Path.Combine(Path, "signing.pem");

    /// <summary>A key that signs the city's receipts.</summary>
    public string CityKey(KeyId id) => System.IO.Path.Combine(Path, $"city-{id}.pub");
}
