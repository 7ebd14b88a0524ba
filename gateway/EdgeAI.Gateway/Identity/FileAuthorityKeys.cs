using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EdgeAI.Records.Certificates;

namespace EdgeAI.Gateway.Identity;

/// <summary>Authority keys as PEM files (PKCS#8) in a folder, each readable by its owner only.</summary>
internal sealed class FileAuthorityKeys(string folder) : IAuthorityKeys
{
    public IAuthorityKey Create(string name)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PrivateFile.Write(PathOf(name), key.ExportPkcs8PrivateKeyPem());
        return new FileAuthorityKey(key);
    }

    public bool TryOpen(string name, [NotNullWhen(true)] out IAuthorityKey? key)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
        {
            key = null;
            return false;
        }

        string pem = PrivateFile.Read(path);
        ECDsa read = ECDsa.Create();
        try
        {
            read.ImportFromPem(pem);
            key = new FileAuthorityKey(read);
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            read.Dispose();
            throw new GatewayException($"{path} is not a private key ({exception.Message.ReplaceLineEndings(" ")}): put the authority's key back, or make a new authority with: EdgeAI.Gateway ca init", exception);
        }
    }

    public void Remove(string name) => File.Delete(PathOf(name));

    private string PathOf(string name) => Path.Combine(folder, name + ".key");
}
