using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EdgeAI.Records.Proof;

/// <summary>
/// SHA-256 by OpenSSL's three functions of old, where the machine has them. .NET asks the same library by its newer interface, which allocates and
/// looks things up for each hash: of a record of 200 bytes four fifths of the time went there. Not for several threads at once.
/// </summary>
internal sealed unsafe partial class OpenSslSha256
{
    private const string Library = "libcrypto.so.3";

    // SHA256_CTX has 112 bytes.
    private const int ContextLength = 128;

    private static readonly bool IsThere = Probe();

    private readonly byte[] _context = new byte[ContextLength];

    private OpenSslSha256()
    {
    }

    /// <summary>Makes one; nothing where the library is not there, or was built without these functions.</summary>
    public static OpenSslSha256? TryCreate() => IsThere ? new OpenSslSha256() : null;

    /// <summary>Hashes the data in one go.</summary>
    public void Hash(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digest.Length, SHA256.HashSizeInBytes, nameof(digest));
        fixed (byte* context = _context, from = data, to = digest)
        {
            if (Begin(context) != 1 || Append(context, from, (nuint)data.Length) != 1 || End(to, context) != 1)
            {
                throw new CryptographicException("OpenSSL does not hash");
            }
        }
    }

    private static bool Probe()
    {
        try
        {
            byte[] digest = new byte[SHA256.HashSizeInBytes];
            byte[] probe = new byte[200];
            new OpenSslSha256().Hash(probe, digest);
            return digest.AsSpan().SequenceEqual(SHA256.HashData(probe));
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or CryptographicException)
        {
            return false;
        }
    }

    [LibraryImport(Library, EntryPoint = "SHA256_Init")]
    private static partial int Begin(byte* context);

    [LibraryImport(Library, EntryPoint = "SHA256_Update")]
    private static partial int Append(byte* context, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "SHA256_Final")]
    private static partial int End(byte* digest, byte* context);
}
