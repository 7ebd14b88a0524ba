namespace EdgeAI.Profiles.Stages;

/// <summary>A model that stages run.</summary>
public sealed record ModelProfile
{
    /// <summary>The name that stages refer to.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of the model and its card, relative to the profile's folder.</summary>
    public required string Folder { get; init; }
}
