using System.Security.Cryptography;
using System.Text;

namespace EdgeAI.Perception.Store;

/// <summary>The names of what a store holds: SHA-256, 64 lower-case hexadecimal digits.</summary>
internal static class ObjectName
{
    private const int Length = 64;

    /// <summary>Whether a text is one.</summary>
    public static bool IsValid(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The name of some bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The name of a folder of files: that of the list of their names and digests.</summary>
    public static string Of(IEnumerable<StoredFile> files) => Of(Encoding.UTF8.GetBytes(string.Concat(files.Select(static file => $"{file.Sha256} {file.Name}\n"))));
}
