using System;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>
/// Writes frames (WIRE.md). Has no state and allocates nothing. What <see cref="Check"/> refuses is never written: a frame that
/// leaves is one that every reader of its version accepts.
/// </summary>
public static class FrameEncoder
{
    /// <summary>Whether a message can be framed, and if not, why.</summary>
    /// <param name="header">Its flags and sequence are judged.</param>
    /// <param name="message">Its stamp and every field that the payload has are judged.</param>
    public static FrameStatus Check(FrameHeader header, Message message)
    {
        if ((header.Flags & ~FrameLayout.KnownFlags) != 0)
        {
            return FrameStatus.UnknownFlags;
        }

        if (header.Sequence < 0 || header.Sequence > FrameLayout.Max48 || !FrameTime.IsEncodable(message.Stamp))
        {
            return FrameStatus.BadValue;
        }

        return PayloadEncoder.Check(message);
    }

    /// <summary>The bytes that a message takes as a raw frame, for a message that <see cref="Check"/> finds sound.</summary>
    public static int FrameLength(Message message)
    {
        return FrameLayout.MinFrameLength + PayloadEncoder.Length(message);
    }

    /// <summary>Writes a raw frame: header, payload, checksum. The form that records and MQTT payloads carry.</summary>
    /// <param name="header">
    /// Board, boot, stream, flags and sequence are taken from it; type, time and uncertainty are set in it from the message.
    /// </param>
    /// <param name="message">What to say. Its stamp becomes the header's time.</param>
    /// <param name="buffer">Takes the frame.</param>
    /// <param name="offset">Where the frame begins.</param>
    /// <param name="capacity">How many bytes it may take from there.</param>
    /// <returns>The frame's length; 0, and nothing written, if it does not fit or <see cref="Check"/> refuses the message.</returns>
    /// <exception cref="ArgumentException">Offset and capacity reach outside the buffer.</exception>
    public static int Encode(FrameHeader header, Message message, byte[] buffer, int offset, int capacity)
    {
        if (offset < 0 || capacity < 0 || offset > buffer.Length - capacity)
        {
            throw new ArgumentException("the frame's place lies outside the buffer: offset and capacity must stay within its length");
        }

        if (Check(header, message) != FrameStatus.Ok)
        {
            return 0;
        }

        int length = FrameLength(message);
        if (length > capacity)
        {
            return 0;
        }

        Write(header, message, buffer, offset, length);
        return length;
    }

    /// <summary>The capacity that <see cref="EncodeForLink"/> asks for a message that <see cref="Check"/> finds sound.</summary>
    public static int MaxLinkLength(Message message)
    {
        return Cobs.MaxEncodedLength(FrameLength(message)) + 1;
    }

    /// <summary>Writes a frame as links carry it: its COBS form and the delimiter.</summary>
    /// <param name="header">As for <see cref="Encode"/>.</param>
    /// <param name="message">What to say.</param>
    /// <param name="buffer">Takes the bytes; up to <see cref="MaxLinkLength"/> of them are overwritten.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="capacity">How many bytes may be taken from there, at least <see cref="MaxLinkLength"/>.</param>
    /// <returns>The bytes to send; 0, and nothing written, if they might not fit or <see cref="Check"/> refuses the message.</returns>
    /// <exception cref="ArgumentException">Offset and capacity reach outside the buffer.</exception>
    public static int EncodeForLink(FrameHeader header, Message message, byte[] buffer, int offset, int capacity)
    {
        if (offset < 0 || capacity < 0 || offset > buffer.Length - capacity)
        {
            throw new ArgumentException("the frame's place lies outside the buffer: offset and capacity must stay within its length");
        }

        if (Check(header, message) != FrameStatus.Ok)
        {
            return 0;
        }

        int length = FrameLength(message);
        int longest = Cobs.MaxEncodedLength(length);
        if (longest + 1 > capacity)
        {
            return 0;
        }

        // The raw frame stands at the end of its place, so that its COBS form can grow from the front without overtaking it.
        int rawOffset = offset + longest - length;
        Write(header, message, buffer, rawOffset, length);
        int encoded = Cobs.Encode(buffer, rawOffset, length, buffer, offset);
        buffer[offset + encoded] = FrameLayout.Delimiter;
        return encoded + 1;
    }

    private static void Write(FrameHeader header, Message message, byte[] buffer, int offset, int length)
    {
        header.Type = message.Type;
        FrameTime.ToHeader(message.Stamp, header);
        buffer[offset + FrameLayout.VersionAt] = FrameLayout.Version;
        buffer[offset + FrameLayout.TypeAt] = (byte)header.Type;
        buffer[offset + FrameLayout.FlagsAt] = (byte)header.Flags;
        buffer[offset + FrameLayout.StreamAt] = header.Stream;
        LittleEndian.WriteUInt16(buffer, offset + FrameLayout.BoardAt, header.Board);
        LittleEndian.WriteUInt16(buffer, offset + FrameLayout.BootAt, header.Boot);
        LittleEndian.WriteUInt48(buffer, offset + FrameLayout.SequenceAt, header.Sequence);
        LittleEndian.WriteUInt48(buffer, offset + FrameLayout.TimeAt, header.TimeMicroseconds);
        LittleEndian.WriteUInt32(buffer, offset + FrameLayout.UncertaintyAt, header.UncertaintyMicroseconds);
        PayloadEncoder.Write(message, buffer, offset + FrameLayout.HeaderLength);
        int checksumAt = offset + length - FrameLayout.ChecksumLength;
        LittleEndian.WriteUInt32(buffer, checksumAt, Crc32C.Compute(buffer, offset, checksumAt - offset));
    }
}
