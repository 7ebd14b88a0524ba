using System.Diagnostics.CodeAnalysis;
using EdgeAI.Records.Certificates;

namespace EdgeAI.Gateway.Identity;

/// <summary>Where the keys of certificate authorities live. The standard place is files; a TPM or a PKCS#11 module can take it.</summary>
public interface IAuthorityKeys
{
    /// <summary>Makes a key under a new name.</summary>
    /// <exception cref="GatewayException">It cannot be made; the message is one line with the mend.</exception>
    IAuthorityKey Create(string name);

    /// <summary>Opens a key; false when it is not kept on this machine.</summary>
    /// <exception cref="GatewayException">It is damaged, or others may read it.</exception>
    bool TryOpen(string name, [NotNullWhen(true)] out IAuthorityKey? key);

    /// <summary>Destroys a key that signs no more.</summary>
    void Remove(string name);
}
