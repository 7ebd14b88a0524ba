using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>A counted text inside a payload (WIRE.md, "Text").</summary>
internal static class TextField
{
    public static FrameStatus Check(AsciiText text)
    {
        if (text.Count < 0 || text.Count > text.Bytes.Length)
        {
            return FrameStatus.BadCount;
        }

        for (int index = 0; index < text.Count; index++)
        {
            if (!AsciiText.IsPrintable(text.Bytes[index]))
            {
                return FrameStatus.BadText;
            }
        }

        return FrameStatus.Ok;
    }

    public static int Length(AsciiText text)
    {
        return 1 + text.Count;
    }

    /// <summary>Writes a text.</summary>
    /// <returns>Where the next field begins.</returns>
    public static int Write(AsciiText text, byte[] buffer, int offset)
    {
        buffer[offset] = (byte)text.Count;
        System.Array.Copy(text.Bytes, 0, buffer, offset + 1, text.Count);
        return offset + 1 + text.Count;
    }

    /// <summary>Judges a text where it stands.</summary>
    /// <param name="frame">Holds it.</param>
    /// <param name="at">Where it begins.</param>
    /// <param name="end">Where the payload ends.</param>
    /// <param name="limit">The most characters it may have.</param>
    public static FrameStatus Check(byte[] frame, int at, int end, int limit)
    {
        if (at >= end)
        {
            return FrameStatus.BadLength;
        }

        int count = frame[at];
        if (count > limit)
        {
            return FrameStatus.BadCount;
        }

        if (count > end - at - 1)
        {
            return FrameStatus.BadLength;
        }

        for (int index = at + 1; index <= at + count; index++)
        {
            if (!AsciiText.IsPrintable(frame[index]))
            {
                return FrameStatus.BadText;
            }
        }

        return FrameStatus.Ok;
    }

    /// <summary>Where the field after a text begins that <see cref="Check(byte[], int, int, int)"/> found sound.</summary>
    public static int End(byte[] frame, int at)
    {
        return at + 1 + frame[at];
    }

    public static void Read(byte[] frame, int at, AsciiText into)
    {
        into.Count = frame[at];
        System.Array.Copy(frame, at + 1, into.Bytes, 0, into.Count);
    }
}
