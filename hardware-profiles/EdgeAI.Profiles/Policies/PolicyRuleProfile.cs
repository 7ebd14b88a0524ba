using EdgeAI.Profiles.Gateways;

namespace EdgeAI.Profiles.Policies;

/// <summary>Which frames a rule is about, how they are classified, and what becomes of them.</summary>
public sealed record PolicyRuleProfile
{
    /// <summary>The rule's name, unique within the policy.</summary>
    public required string Name { get; init; }

    /// <summary>The robot's id; <c>*</c> for every robot.</summary>
    public required string Robot { get; init; }

    /// <summary>The board, 0 for the robot itself; null for every board.</summary>
    public int? Board { get; init; }

    /// <summary>The stream's number on its board; null for every stream.</summary>
    public int? Stream { get; init; }

    /// <summary>The message; null for every one but an image, which has to be named.</summary>
    public PolicyMessage? Message { get; init; }

    /// <summary>The class that the robot gave the record; null for every class.</summary>
    public RecordClass? Class { get; init; }

    /// <summary>The level of the data.</summary>
    public required DataLevel Level { get; init; }

    /// <summary>Whether they are personal data.</summary>
    public required bool Personal { get; init; }

    /// <summary>Whether they may leave at all.</summary>
    public required bool Leaves { get; init; }

    /// <summary>One frame in so many leaves; null for all.</summary>
    public int? EveryNth { get; init; }

    /// <summary>At most so many frames a second leave, by their stamps; null for all.</summary>
    public double? MaximumHz { get; init; }

    /// <summary>What change is worth a frame; null for any.</summary>
    public DeadbandProfile? Deadband { get; init; }

    /// <summary>Over which time frames are folded into one; null for none.</summary>
    public WindowProfile? Window { get; init; }

    /// <summary>The message's fields that leave as zeros.</summary>
    public required IReadOnlyList<string> Redact { get; init; }

    /// <summary>Where they may leave; null for everywhere.</summary>
    public GeofenceProfile? Geofence { get; init; }

    /// <summary>Whether records of class safety are thinned out, too.</summary>
    public required bool ThinsSafety { get; init; }
}
