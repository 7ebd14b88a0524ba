using System.Text;

namespace EdgeAI.Gateway.Policy;

/// <summary>Finds robots by the bytes of their ids, so that a look-up makes no string.</summary>
internal sealed class RobotNameComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    public static RobotNameComparer Instance { get; } = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public bool Equals(ReadOnlySpan<byte> alternate, string other) => Ascii.Equals(alternate, other);

    public int GetHashCode(string obj)
    {
        Span<byte> ascii = stackalloc byte[Records.Identifier.MaximumLength];
        return obj.Length <= ascii.Length ? GetHashCode(ascii[..Encoding.ASCII.GetBytes(obj, ascii)]) : obj.GetHashCode(StringComparison.Ordinal);
    }

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        HashCode hash = default;
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public string Create(ReadOnlySpan<byte> alternate) => Encoding.ASCII.GetString(alternate);
}
