namespace EdgeAI.Records;

/// <summary>Why a topic is not a record topic.</summary>
public enum TopicRejection
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>It does not begin with <c>edgeai/</c>.</summary>
    ForeignPrefix,

    /// <summary>It begins with <c>edgeai/</c> but not with a version that this reader knows.</summary>
    UnknownVersion,

    /// <summary>It has neither three nor four levels after the version.</summary>
    WrongLevelCount,

    /// <summary>The site is not a valid id (<see cref="Identifier"/>).</summary>
    InvalidSite,

    /// <summary>The robot or gateway is not a valid id (<see cref="Identifier"/>).</summary>
    InvalidPublisher,

    /// <summary>The last of three levels is none of <c>batch</c>, <c>records</c>, <c>commands</c> and <c>results</c>.</summary>
    UnknownKind,

    /// <summary>The board is not a plain decimal number from 0 to 65535.</summary>
    InvalidBoard,

    /// <summary>The stream is not a plain decimal number from 0 to 255.</summary>
    InvalidStream,
}
