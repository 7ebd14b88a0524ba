namespace EdgeAI.Records.Proof;

/// <summary>The byte layout of a receipt (RECORDS.md, "Receipts"). All numbers little-endian.</summary>
internal static class ReceiptLayout
{
    public const byte Kind = (byte)'C';
    public const byte FormatVersion = 1;

    public const int KindOffset = 0;
    public const int VersionOffset = 1;
    public const int SuiteOffset = 2;
    public const int FlagsOffset = 3;
    public const int EpochOffset = 4;
    public const int CommittedOffset = 12;
    public const int KeyIdOffset = 20;
    public const int CountOffset = 28;
    public const int GatewayLengthOffset = 30;
    public const int HeaderLength = 31;

    public const int BatchClassOffset = 0;
    public const int BatchFirstOffset = 1;
    public const int BatchLastOffset = 9;
    public const int BatchRecordsOffset = 17;
    public const int BatchLength = 19;

    public const int MinimumLength = HeaderLength + 1 + BatchLength + ProofLengths.Signature;

    /// <summary>What stands before a receipt that is signed.</summary>
    public static ReadOnlySpan<byte> SignedPrefix => "EdgeAI receipt\0"u8;
}
