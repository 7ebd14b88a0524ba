namespace EdgeAI.Runtime.Boards;

/// <summary>Everything that a board tells of itself in one telling (WIRE.md, "Hello"). Immutable.</summary>
public sealed record BoardHello
{
    /// <summary>The board's boot that tells it.</summary>
    public required ushort Boot { get; init; }

    /// <summary>The telling's number within that boot.</summary>
    public required ushort Number { get; init; }

    /// <summary>The board's name in the profile that its firmware was made from.</summary>
    public required string BoardName { get; init; }

    /// <summary>What tells this board from every other of its kind.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>The firmware's version.</summary>
    public required string FirmwareVersion { get; init; }

    /// <summary>SHA-256 of that profile, 64 lower-case hexadecimal digits; empty where the board names none.</summary>
    public required string ProfileHash { get; init; }

    /// <summary>The largest raw frame that the board takes, bytes.</summary>
    public required int ReceiveLimit { get; init; }

    /// <summary>How many executed commands the board remembers.</summary>
    public required int CommandsRemembered { get; init; }

    /// <summary>The board's streams, in its order.</summary>
    public required IReadOnlyList<BoardStream> Streams { get; init; }

    /// <summary>The taxels of the tactile streams that have a layout, by stream.</summary>
    public required IReadOnlyList<TaxelPlaces> Layouts { get; init; }
}
