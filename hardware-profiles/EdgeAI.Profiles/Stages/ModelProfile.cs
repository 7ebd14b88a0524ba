namespace EdgeAI.Profiles.Stages;

/// <summary>A model that stages run.</summary>
public sealed record ModelProfile
{
    /// <summary>The name that stages refer to.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of the model and its card, relative to the profile's folder; null for a model in a store.</summary>
    public string? Folder { get; init; }

    /// <summary>The model's name in the profile's model store; null for a model in a folder.</summary>
    public string? Stored { get; init; }
}
