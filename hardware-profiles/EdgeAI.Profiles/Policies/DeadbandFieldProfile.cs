namespace EdgeAI.Profiles.Policies;

/// <summary>One field of a message and how far it may move unseen.</summary>
public sealed record DeadbandFieldProfile
{
    /// <summary>The field's name.</summary>
    public required string Field { get; init; }

    /// <summary>The unit of <see cref="By"/>, which has to be that of the field: a frame in another unit leaves.</summary>
    public required FieldUnit Unit { get; init; }

    /// <summary>The largest change of any of the field's values that is kept back, in the unit.</summary>
    public required double By { get; init; }
}
