namespace EdgeAI.Profiles.Boards;

/// <summary>What a board decides by itself from a stream.</summary>
public sealed record DecisionProfile
{
    /// <summary>What it decides.</summary>
    public required DecisionKind Kind { get; init; }

    /// <summary>What leaves the board.</summary>
    public required DecisionSends Sends { get; init; }

    /// <summary>What a taxel reads without contact, in steps of the reading's scale.</summary>
    public required int Rest { get; init; }

    /// <summary>Farther than this from rest a taxel is in contact, in steps; 1 or more.</summary>
    public required int Contact { get; init; }

    /// <summary>Contact ends once every taxel is as near to rest as this, in steps; 0 to <see cref="Contact"/>.</summary>
    public required int Release { get; init; }
}
