namespace EdgeAI.Records;

/// <summary>The byte layout of a robot batch (RECORDS.md, "Robot batch"). All numbers little-endian.</summary>
internal static class RobotBatchLayout
{
    public const byte Kind = (byte)'R';
    public const byte FormatVersion = 1;

    public const int KindOffset = 0;
    public const int VersionOffset = 1;
    public const int CountOffset = 2;
    public const int BootOffset = 4;
    public const int NumberOffset = 8;
    public const int HeaderLength = 16;

    public const int EntryClassOffset = 0;
    public const int EntryStampOffset = 1;
    public const int EntryUncertaintyOffset = 9;
    public const int EntryFrameLengthOffset = 17;
    public const int EntryHeaderLength = 19;

    public const int ChecksumLength = 4;
    public const int MinimumLength = HeaderLength + EntryHeaderLength + 1 + ChecksumLength;
}
