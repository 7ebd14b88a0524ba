namespace EdgeAI.Device.Wire;

/// <summary>
/// Consistent Overhead Byte Stuffing (Cheshire and Baker, IEEE/ACM Transactions on Networking 7(2), 1999): the same bytes without
/// a zero among them, at most one byte longer per begun 254. Every input has exactly one form; a second one is refused.
/// </summary>
public static class Cobs
{
    private const int FullBlock = 0xFF;

    /// <summary>The most bytes that the form of a number of bytes takes, without a delimiter.</summary>
    public static int MaxEncodedLength(int count)
    {
        return count == 0 ? 1 : count + ((count + 253) / 254);
    }

    /// <summary>
    /// Writes the form of a piece of an array. Source and target may be one array if the source begins at least
    /// <c>MaxEncodedLength(count) - count</c> bytes after the target: writing never overtakes reading.
    /// </summary>
    /// <param name="source">What to encode.</param>
    /// <param name="sourceOffset">Where it begins.</param>
    /// <param name="count">How many bytes.</param>
    /// <param name="target">Takes the form; must hold <see cref="MaxEncodedLength"/> bytes from <paramref name="targetOffset"/> on.</param>
    /// <param name="targetOffset">Where the form begins.</param>
    /// <returns>The bytes written, at least 1; no delimiter among them.</returns>
    public static int Encode(byte[] source, int sourceOffset, int count, byte[] target, int targetOffset)
    {
        int codeAt = targetOffset;
        int write = targetOffset + 1;
        int end = sourceOffset + count;
        for (int read = sourceOffset; read < end; read++)
        {
            byte value = source[read];
            if (value != 0)
            {
                // A full block is closed only once another byte follows: a block that ends the data needs no empty one after it.
                if (write - codeAt == FullBlock)
                {
                    target[codeAt] = FullBlock;
                    codeAt = write++;
                }

                target[write++] = value;
                continue;
            }

            if (write - codeAt == FullBlock)
            {
                target[codeAt] = FullBlock;
                codeAt = write++;
            }

            target[codeAt] = (byte)(write - codeAt);
            codeAt = write++;
        }

        target[codeAt] = (byte)(write - codeAt);
        return write - targetOffset;
    }

    /// <summary>Reads one byte of what a form stands for, and nothing else: in its first block's reach each byte stands one place further on, or is a zero where a code stands.</summary>
    /// <param name="form">The form, or its beginning.</param>
    /// <param name="count">How many bytes of it there are.</param>
    /// <param name="place">Which byte of the data, 0 to 252.</param>
    /// <returns>The byte; -1 where the form ends before it or is none.</returns>
    public static int ByteAt(byte[] form, int count, int place)
    {
        int at = place + 1;
        if (at >= count)
        {
            return -1;
        }

        int code = 0;
        while (code < at)
        {
            if (form[code] == 0)
            {
                return -1;
            }

            code += form[code];
        }

        return code == at ? 0 : form[at];
    }

    /// <summary>Reads a form back. Source and target may be the same array and offset.</summary>
    /// <param name="source">The form, without its delimiter.</param>
    /// <param name="sourceOffset">Where it begins.</param>
    /// <param name="count">How many bytes, 1 or more.</param>
    /// <param name="target">Takes the data.</param>
    /// <param name="targetOffset">Where the data begins.</param>
    /// <param name="capacity">How many bytes the target may take from there.</param>
    /// <returns>The bytes written; -1 if this is no canonical form or the data does not fit.</returns>
    public static int Decode(byte[] source, int sourceOffset, int count, byte[] target, int targetOffset, int capacity)
    {
        int read = sourceOffset;
        int end = sourceOffset + count;
        int write = targetOffset;
        int limit = targetOffset + capacity;
        int code = 0;
        while (read < end)
        {
            int previous = code;
            code = source[read++];
            int length = code - 1;
            if (code == 0 || length > end - read || length > limit - write)
            {
                return -1;
            }

            // The empty block that some writers put after a full last block: the same data in a second form.
            if (length == 0 && read == end && previous == FullBlock)
            {
                return -1;
            }

            for (int stop = read + length; read < stop; read++)
            {
                byte value = source[read];
                if (value == 0)
                {
                    return -1;
                }

                target[write++] = value;
            }

            if (code != FullBlock && read < end)
            {
                if (write == limit)
                {
                    return -1;
                }

                target[write++] = 0;
            }
        }

        return count == 0 ? -1 : write - targetOffset;
    }
}
