namespace EdgeAI.Records;

/// <summary>Why bytes are no command (DOWNLINK.md, "Command").</summary>
public enum CommandRejection
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>Shorter than the shortest command.</summary>
    TooShort,

    /// <summary>Longer than <see cref="CommandReader.MaximumLength"/>.</summary>
    TooLong,

    /// <summary>The first byte names something else.</summary>
    WrongKind,

    /// <summary>A version that this reader does not know.</summary>
    UnknownVersion,

    /// <summary>The checksum is not that of the bytes.</summary>
    Checksum,

    /// <summary>An algorithm suite that this reader does not know.</summary>
    UnknownSuite,

    /// <summary>A reserved byte is not 0.</summary>
    BadPadding,

    /// <summary>The id is all zero.</summary>
    InvalidId,

    /// <summary>It expires before it was issued, or before it may begin.</summary>
    InvalidTimes,

    /// <summary>The issuer is not a valid id (<see cref="Identifier"/>).</summary>
    InvalidIssuer,

    /// <summary>The target is not a valid id (<see cref="Identifier"/>).</summary>
    InvalidTarget,

    /// <summary>The command's name is not a valid id (<see cref="Identifier"/>).</summary>
    InvalidName,

    /// <summary>More arguments than <see cref="CommandReader.MaximumArguments"/> bytes.</summary>
    ArgumentsTooLong,

    /// <summary>The trailer is not what the suite says.</summary>
    InvalidTrailer,

    /// <summary>The parts do not add up to the whole.</summary>
    WrongLength,
}
