namespace EdgeAI.Profiles.Stages;

/// <summary>One option of one provider.</summary>
public sealed record ProviderOption
{
    /// <summary>The provider.</summary>
    public required ModelProvider Provider { get; init; }

    /// <summary>OnnxRuntime's name of the option.</summary>
    public required string Name { get; init; }

    /// <summary>Its value.</summary>
    public required string Value { get; init; }
}
