namespace EdgeAI.Records;

/// <summary>Where the fields of a command stand (DOWNLINK.md, "Command").</summary>
internal static class CommandLayout
{
    public const byte Kind = 0x43;
    public const byte FormatVersion = 1;

    public const int KindOffset = 0;
    public const int VersionOffset = 1;
    public const int SuiteOffset = 2;
    public const int FirstPaddingOffset = 3;
    public const int IdOffset = 4;
    public const int IssuedOffset = 20;
    public const int NotBeforeOffset = 28;
    public const int ExpiresOffset = 36;
    public const int BoardOffset = 44;
    public const int IssuerLengthOffset = 46;
    public const int TargetLengthOffset = 47;
    public const int NameLengthOffset = 48;
    public const int SecondPaddingOffset = 49;
    public const int ArgumentsLengthOffset = 50;
    public const int HeaderLength = 52;

    public const int TrailerLengthLength = 2;
    public const int ChecksumLength = 4;

    // A header, three ids of one character, an empty trailer.
    public const int MinimumLength = HeaderLength + 3 + TrailerLengthLength + ChecksumLength;
}
