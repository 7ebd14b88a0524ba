namespace EdgeAI.Runtime.Boards;

/// <summary>What the robot expects a board to be. What is null is not compared.</summary>
public sealed record BoardExpectation
{
    /// <summary>The board's number on its robot.</summary>
    public required ushort Board { get; init; }

    /// <summary>The board's name.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the profile that its firmware is to be made from, 64 lower-case hexadecimal digits.</summary>
    public string? ProfileHash { get; init; }

    /// <summary>The version that its firmware is to have.</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>The streams that it is to have.</summary>
    public required IReadOnlyList<StreamExpectation> Streams { get; init; }
}
