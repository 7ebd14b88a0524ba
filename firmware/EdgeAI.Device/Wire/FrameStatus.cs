namespace EdgeAI.Device.Wire;

/// <summary>What became of a frame: accepted, or why not. One name per cause (WIRE.md, "Rejections"). Numbers are never reused.</summary>
public enum FrameStatus : byte
{
    /// <summary>The frame is what was sent, and means something.</summary>
    Ok = 0,

    /// <summary>Fewer bytes than a header and a checksum take.</summary>
    TooShort = 1,

    /// <summary>More bytes than a frame may have; the receiver kept none of them.</summary>
    TooLong = 2,

    /// <summary>The bytes between two delimiters are not the one canonical COBS form of anything.</summary>
    BadCobs = 3,

    /// <summary>The checksum does not match: these are not the bytes that were sent.</summary>
    BadCrc = 4,

    /// <summary>The frame is intact and of a version that this reader does not know.</summary>
    UnknownVersion = 5,

    /// <summary>The frame is intact and its payload type is not assigned, or not known to this reader.</summary>
    UnknownType = 6,

    /// <summary>The frame is intact and sets a flag bit that this reader does not know.</summary>
    UnknownFlags = 7,

    /// <summary>The payload is shorter or longer than its own counts say.</summary>
    BadLength = 8,

    /// <summary>A scale has mantissa zero, an exponent outside -18 to 18, or a unit that is not assigned.</summary>
    BadScale = 9,

    /// <summary>A count is zero where one is needed, above its limit, or not one of the allowed counts.</summary>
    BadCount = 10,

    /// <summary>A number that names something (status, kind, provider) is not assigned.</summary>
    UnknownCode = 11,

    /// <summary>A bit that must be zero is one.</summary>
    BadPadding = 12,

    /// <summary>A value contradicts another, or stands outside the range that its field can have.</summary>
    BadValue = 13,

    /// <summary>The payload is sound and larger than the message that was allocated for it.</summary>
    DoesNotFit = 14,

    /// <summary>The message handed to the decoder is of another type than the frame's payload.</summary>
    TypeMismatch = 15,

    /// <summary>A text holds a character that is not printable ASCII.</summary>
    BadText = 16,
}
