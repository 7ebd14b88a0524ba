namespace EdgeAI.Records;

/// <summary>The byte layout of a gateway batch and of the records in it (RECORDS.md, "Gateway batch", "Record"). All numbers little-endian.</summary>
internal static class GatewayBatchLayout
{
    public const byte Kind = (byte)'G';
    public const byte FormatVersion = 1;

    public const int KindOffset = 0;
    public const int VersionOffset = 1;
    public const int SuiteOffset = 2;
    public const int FlagsOffset = 3;
    public const int EpochOffset = 4;
    public const int FirstSequenceOffset = 12;
    public const int CountOffset = 20;
    public const int GatewayLengthOffset = 22;
    public const int PreviousHashLengthOffset = 23;
    public const int HeaderLength = 24;

    public const byte CompressedFlag = 1;
    public const byte BacklogFlag = 2;
    public const byte KnownFlags = CompressedFlag | BacklogFlag;

    public const int CompressedLengthOffset = 0;
    public const int UncompressedLengthOffset = 4;
    public const int CompressionHeaderLength = 8;

    public const int RecordSequenceOffset = 0;
    public const int RecordKindOffset = 8;
    public const int RecordClassOffset = 9;
    public const int RecordReceivedOffset = 10;
    public const int RecordStampOffset = 18;
    public const int RecordUncertaintyOffset = 26;
    public const int RecordRobotBootOffset = 34;
    public const int RecordRobotLengthOffset = 38;
    public const int RecordFrameLengthOffset = 39;
    public const int RecordHeaderLength = 41;

    public const int PolicyHandlingOffset = RecordHeaderLength;
    public const int PolicyRevisionOffset = RecordHeaderLength + 1;
    public const int PolicyLength = 5;

    public const int ChecksumLength = 4;
    public const int TrailerLengthLength = 2;
    public const int EndLength = TrailerLengthLength + ChecksumLength;
    public const int MinimumRecordLength = RecordHeaderLength + 2 + ChecksumLength;
    public const int MinimumLength = HeaderLength + 1 + MinimumRecordLength + EndLength;

    /// <summary>The length of the policy field: only governed frames have one.</summary>
    public static int PolicyLengthOf(RecordKind kind) => kind == RecordKind.GovernedFrame ? PolicyLength : 0;
}
