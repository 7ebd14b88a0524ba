using System;

namespace EdgeAI.Device.Messages;

/// <summary>A short text of printable ASCII in memory that is allocated once (WIRE.md, "Text").</summary>
public sealed class AsciiText
{
    /// <summary>The characters, <see cref="Count"/> of them valid, each from 0x20 to 0x7E.</summary>
    public readonly byte[] Bytes;

    /// <summary>How many characters there are.</summary>
    public int Count;

    /// <summary>Makes an empty text.</summary>
    /// <param name="capacity">The most characters it will hold, 0 to 255.</param>
    public AsciiText(int capacity)
    {
        Bytes = new byte[capacity];
    }

    /// <summary>Whether a character may stand in a text.</summary>
    public static bool IsPrintable(int character)
    {
        return character >= 0x20 && character <= 0x7E;
    }

    /// <summary>Takes over a text if it fits and every character may stand in it; otherwise nothing changes.</summary>
    public bool TrySet(string text)
    {
        if (text.Length > Bytes.Length)
        {
            return false;
        }

        for (int index = 0; index < text.Length; index++)
        {
            if (!IsPrintable(text[index]))
            {
                return false;
            }
        }

        for (int index = 0; index < text.Length; index++)
        {
            Bytes[index] = (byte)text[index];
        }

        Count = text.Length;
        return true;
    }

    /// <summary>Adds a text, as much of it as fits and may stand in one; allocates nothing.</summary>
    public AsciiText Append(string text)
    {
        for (int index = 0; index < text.Length && Count < Bytes.Length; index++)
        {
            if (IsPrintable(text[index]))
            {
                Bytes[Count++] = (byte)text[index];
            }
        }

        return this;
    }

    /// <summary>Adds a number in decimal digits, as many of them as fit; allocates nothing.</summary>
    public AsciiText Append(long number)
    {
        if (number < 0 && Count < Bytes.Length)
        {
            Bytes[Count++] = (byte)'-';
        }

        // Digits of the negative, since the smallest number has no positive.
        long rest = number < 0 ? number : -number;
        long power = 1;
        while (rest / power <= -10)
        {
            power *= 10;
        }

        for (; power > 0 && Count < Bytes.Length; power /= 10)
        {
            Bytes[Count++] = (byte)('0' - (int)(rest / power % 10));
        }

        return this;
    }

    /// <summary>Takes over a text of at most the same capacity without allocating.</summary>
    public void CopyFrom(AsciiText other)
    {
        Array.Copy(other.Bytes, 0, Bytes, 0, other.Count);
        Count = other.Count;
    }

    /// <summary>The text as a string; allocates.</summary>
    public override string ToString()
    {
        char[] characters = new char[Count];
        for (int index = 0; index < Count; index++)
        {
            characters[index] = (char)Bytes[index];
        }

        return new string(characters);
    }
}
