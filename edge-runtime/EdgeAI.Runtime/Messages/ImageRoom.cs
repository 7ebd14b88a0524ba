namespace EdgeAI.Runtime.Messages;

/// <summary>The bytes behind an image: made once, copied where they fit.</summary>
internal static class ImageRoom
{
    /// <summary>The capacity, if an image can have it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not positive.</exception>
    public static int Checked(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        return capacity;
    }

    /// <summary>Copies the first bytes of one image into another.</summary>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    public static void Copy(byte[] from, int length, byte[] to)
    {
        if (length > to.Length)
        {
            throw new ArgumentException($"an image of {length} bytes does not fit into one with room for {to.Length}: make it with the camera's largest");
        }

        from.AsSpan(0, length).CopyTo(to);
    }
}
