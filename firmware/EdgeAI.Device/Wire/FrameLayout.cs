namespace EdgeAI.Device.Wire;

/// <summary>Where each part of a frame stands and how large it may be (WIRE.md, "Header" and "Limits").</summary>
public static class FrameLayout
{
    /// <summary>The version that this code speaks.</summary>
    public const byte Version = 1;

    /// <summary>Bytes of a header.</summary>
    public const int HeaderLength = 24;

    /// <summary>Bytes of the checksum that ends a frame.</summary>
    public const int ChecksumLength = 4;

    /// <summary>The fewest bytes of a raw frame: a header and a checksum.</summary>
    public const int MinFrameLength = HeaderLength + ChecksumLength;

    /// <summary>The most bytes of a raw frame, header and checksum included.</summary>
    public const int MaxFrameLength = 4096;

    /// <summary>The byte that ends a frame on a link, and stands nowhere else.</summary>
    public const byte Delimiter = 0;

    /// <summary>The most bytes of a frame on a link: its COBS form (one more per begun 254) and the delimiter.</summary>
    public const int MaxLinkLength = MaxFrameLength + ((MaxFrameLength + 253) / 254) + 1;

    /// <summary>How many values <see cref="FrameStatus"/> has.</summary>
    public const int StatusCount = 17;

    /// <summary>The largest 48-bit sequence number or time.</summary>
    public const long Max48 = 0xFFFFFFFFFFFF;

    /// <summary>Every flag that version 1 knows.</summary>
    public const FrameFlags KnownFlags = FrameFlags.Simulated | FrameFlags.Replayed | FrameFlags.Suspect;

    internal const int VersionAt = 0;
    internal const int TypeAt = 1;
    internal const int FlagsAt = 2;
    internal const int StreamAt = 3;
    internal const int BoardAt = 4;
    internal const int BootAt = 6;
    internal const int SequenceAt = 8;
    internal const int TimeAt = 14;
    internal const int UncertaintyAt = 20;
}
