namespace EdgeAI.Records;

/// <summary>Why bytes are no result of a command (DOWNLINK.md, "Result").</summary>
public enum CommandResultRejection
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>Shorter than the shortest.</summary>
    TooShort,

    /// <summary>Longer than the longest.</summary>
    TooLong,

    /// <summary>The first bytes name something else.</summary>
    WrongKind,

    /// <summary>A version that this reader does not know.</summary>
    UnknownVersion,

    /// <summary>The checksum is not that of the bytes.</summary>
    Checksum,

    /// <summary>A state that this reader does not know.</summary>
    UnknownState,

    /// <summary>The id is all zero.</summary>
    InvalidId,

    /// <summary>Neither the gateway nor the robot says it.</summary>
    UnknownReporter,

    /// <summary>More detail than <see cref="CommandResultReader.MaximumDetail"/> bytes.</summary>
    DetailTooLong,

    /// <summary>The parts do not add up to the whole.</summary>
    WrongLength,

    /// <summary>The issuer is not a valid id (<see cref="Identifier"/>).</summary>
    InvalidIssuer,

    /// <summary>The target is not a valid id (<see cref="Identifier"/>).</summary>
    InvalidTarget,

    /// <summary>The command's name is not a valid id (<see cref="Identifier"/>).</summary>
    InvalidName,
}
