namespace EdgeAI.Records;

/// <summary>Where the fields of a result stand (DOWNLINK.md, "Result").</summary>
internal static class CommandResultLayout
{
    public const byte Kind = 0x41;
    public const byte FormatVersion = 1;
    public const int MessageHeaderLength = 4;
    public const int ChecksumLength = 4;

    public const byte BodyVersion = 1;
    public const int VersionOffset = 0;
    public const int StateOffset = 1;
    public const int ReasonOffset = 2;
    public const int IdOffset = 4;
    public const int AtOffset = 20;
    public const int BoardOffset = 28;
    public const int IssuerLengthOffset = 30;
    public const int TargetLengthOffset = 31;
    public const int NameLengthOffset = 32;
    public const int ReporterOffset = 33;
    public const int DetailLengthOffset = 34;
    public const int HeaderLength = 36;

    // A header and three ids of one character.
    public const int MinimumBodyLength = HeaderLength + 3;
}
