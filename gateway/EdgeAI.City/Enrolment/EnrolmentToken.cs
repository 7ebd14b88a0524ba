using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EdgeAI.City.Enrolment;

/// <summary>One-time tokens: 256 random bits as text, of which the database keeps the hash. So many bits need no slow hash.</summary>
internal static class EnrolmentToken
{
    private const int Bytes = 32;

    /// <summary>The length of a token's text.</summary>
    public const int Length = 43;

    /// <summary>Draws a token.</summary>
    public static string Draw() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What the database keeps of it.</summary>
    public static byte[] DigestOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
