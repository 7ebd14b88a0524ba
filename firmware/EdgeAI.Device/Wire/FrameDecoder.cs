using System;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>Judges raw frames and reads their headers (WIRE.md, "Reading a frame"). Pure: bytes in, header or a named rejection out.</summary>
public static class FrameDecoder
{
    /// <summary>Reads the stream of a frame in link form, and nothing else of it.</summary>
    /// <param name="form">The link form, or its beginning.</param>
    /// <param name="count">How many bytes of it there are; 5 are enough.</param>
    /// <returns>The stream's number; -1 where this is no frame's beginning, as a lone delimiter is none.</returns>
    public static int StreamOfLinkForm(byte[] form, int count)
    {
        return Cobs.ByteAt(form, count, FrameLayout.StreamAt);
    }

    /// <summary>
    /// Checks a raw frame as a whole (length, checksum, version, flags, type: in this order, so that damage is told from novelty)
    /// and reads its header.
    /// </summary>
    /// <param name="frame">Holds the frame.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its bytes, checksum included.</param>
    /// <param name="header">Filled if the outcome is <see cref="FrameStatus.Ok"/>, untouched otherwise.</param>
    /// <exception cref="ArgumentException">Offset and count reach outside the array.</exception>
    public static FrameStatus TryDecodeHeader(byte[] frame, int offset, int count, FrameHeader header)
    {
        if (offset < 0 || count < 0 || offset > frame.Length - count)
        {
            throw new ArgumentException("the frame lies outside the array: offset and count must stay within its length");
        }

        if (count < FrameLayout.MinFrameLength)
        {
            return FrameStatus.TooShort;
        }

        if (count > FrameLayout.MaxFrameLength)
        {
            return FrameStatus.TooLong;
        }

        int checksumAt = offset + count - FrameLayout.ChecksumLength;
        if (LittleEndian.ReadUInt32(frame, checksumAt) != Crc32C.Compute(frame, offset, checksumAt - offset))
        {
            return FrameStatus.BadCrc;
        }

        if (frame[offset + FrameLayout.VersionAt] != FrameLayout.Version)
        {
            return FrameStatus.UnknownVersion;
        }

        FrameFlags flags = (FrameFlags)frame[offset + FrameLayout.FlagsAt];
        if ((flags & ~FrameLayout.KnownFlags) != 0)
        {
            return FrameStatus.UnknownFlags;
        }

        if (!PayloadRules.IsKnownType(frame[offset + FrameLayout.TypeAt]))
        {
            return FrameStatus.UnknownType;
        }

        header.Type = (MessageType)frame[offset + FrameLayout.TypeAt];
        header.Flags = flags;
        header.Stream = frame[offset + FrameLayout.StreamAt];
        header.Board = LittleEndian.ReadUInt16(frame, offset + FrameLayout.BoardAt);
        header.Boot = LittleEndian.ReadUInt16(frame, offset + FrameLayout.BootAt);
        header.Sequence = LittleEndian.ReadUInt48(frame, offset + FrameLayout.SequenceAt);
        header.TimeMicroseconds = LittleEndian.ReadUInt48(frame, offset + FrameLayout.TimeAt);
        header.UncertaintyMicroseconds = LittleEndian.ReadUInt32(frame, offset + FrameLayout.UncertaintyAt);
        return FrameStatus.Ok;
    }
}
