namespace EdgeAI.Runtime.Outlets;

/// <summary>Where everything stands in a ring and in an item (OUTLET.md); all little-endian, offsets in bytes.</summary>
internal static class OutletLayout
{
    public const uint Version = 1;

    public const int HeaderSize = 256;
    public const int SlotSize = 4096;
    public const int MinSlots = 16;
    public const int MaxSlots = 65536;

    // The ring's header. What the writer never changes, what changes with each item, and the heartbeat stand in cache lines of their own.
    public const int VersionAt = 8;
    public const int HeaderSizeAt = 12;
    public const int SlotSizeAt = 16;
    public const int SlotCountAt = 20;
    public const int BootAt = 24;
    public const int OriginAt = 32;
    public const int HeartbeatPeriodAt = 40;
    public const int WriterAt = 44;
    public const int HeadAt = 64;
    public const int WakeAt = 72;
    public const int StateAt = 76;
    public const int HeartbeatAt = 128;

    // A slot is its turn and an item; the rest counts from the item's start, which is also where it stands in a datagram after the prefix.
    public const int ItemAt = 8;
    public const int SequenceAt = 0;
    public const int StampAt = 8;
    public const int UncertaintyAt = 16;
    public const int OldestAt = 24;
    public const int PublishedAt = 32;
    public const int SourceSequenceAt = 40;
    public const int BoardAt = 48;
    public const int StreamAt = 50;
    public const int KindAt = 51;
    public const int FlagsAt = 52;
    public const int LengthAt = 54;
    public const int PayloadAt = 56;
    public const int MaxPayload = SlotSize - ItemAt - PayloadAt;
    public const int MaxItem = PayloadAt + MaxPayload;

    // A datagram's prefix.
    public const int DatagramVersionAt = 4;
    public const int DatagramLengthAt = 6;
    public const int DatagramBootAt = 8;
    public const int DatagramOriginAt = 16;
    public const int DatagramPrefix = 24;

    /// <summary>The first eight bytes of a ring.</summary>
    public static ReadOnlySpan<byte> Magic => "EAOUTLET"u8;

    /// <summary>The first four bytes of a datagram.</summary>
    public static ReadOnlySpan<byte> DatagramMagic => "EAOD"u8;
}
