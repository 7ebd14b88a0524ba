namespace EdgeAI.Records;

/// <summary>The rule for the names of sites, gateways and robots: 1 to 64 of a-z, 0-9, '-', '_' and '.', the first a letter or a digit.</summary>
public static class Identifier
{
    /// <summary>The greatest number of characters; each is one byte on the wire.</summary>
    public const int MaximumLength = 64;

    /// <summary>Whether the text is a valid name.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaximumLength || !IsLetterOrDigit(text[0]))
        {
            return false;
        }

        foreach (char character in text)
        {
            if (!IsAllowed(character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the ASCII bytes are a valid name.</summary>
    public static bool IsValid(ReadOnlySpan<byte> ascii)
    {
        if (ascii.Length is 0 or > MaximumLength || !IsLetterOrDigit((char)ascii[0]))
        {
            return false;
        }

        foreach (byte character in ascii)
        {
            if (!IsAllowed((char)character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Throws unless the text is a valid name.</summary>
    /// <exception cref="ArgumentException">The text breaks the rule; the message names the rule.</exception>
    public static void ThrowIfInvalid(string text, string parameter)
    {
        if (!IsValid(text.AsSpan()))
        {
            throw new ArgumentException($"'{text}' is not a valid id: use 1 to {MaximumLength} of a-z, 0-9, '-', '_' and '.', beginning with a letter or a digit", parameter);
        }
    }

    private static bool IsLetterOrDigit(char character) => character is (>= 'a' and <= 'z') or (>= '0' and <= '9');

    private static bool IsAllowed(char character) => IsLetterOrDigit(character) || character is '-' or '_' or '.';
}
