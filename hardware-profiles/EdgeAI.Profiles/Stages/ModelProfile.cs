namespace EdgeAI.Profiles.Stages;

/// <summary>A model that stages run, and how.</summary>
public sealed record ModelProfile
{
    /// <summary>The name that stages refer to.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of the model and its card, relative to the profile's folder; null for a model in a store.</summary>
    public string? Folder { get; init; }

    /// <summary>The model's name in the profile's model store; null for a model in a folder.</summary>
    public string? Stored { get; init; }

    /// <summary>What runs it, in the order in which they choose operations.</summary>
    public required IReadOnlyList<ModelProvider> Providers { get; init; }

    /// <summary>The providers' own options.</summary>
    public required IReadOnlyList<ProviderOption> ProviderOptions { get; init; }

    /// <summary>Whether a provider that is missing, fails or takes nothing, or the CPU stepping in unasked, refuses the model instead of warning.</summary>
    public required bool Strict { get; init; }

    /// <summary>The folder for what providers compile, relative to the profile's folder; null for none.</summary>
    public string? EngineCache { get; init; }

    /// <summary>Threads inside one inference, and the most that turn a camera's image into its input.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether memory between operations comes from the arena that all models share.</summary>
    public required bool Arena { get; init; }

    /// <summary>Whether memory is laid out once for the shapes of the first run.</summary>
    public required bool MemoryPattern { get; init; }

    /// <summary>How far the graph is rewritten before it runs.</summary>
    public required ModelOptimisation Optimisation { get; init; }

    /// <summary>Inferences on zeros before the first real one.</summary>
    public required int WarmUpRuns { get; init; }

    /// <summary>The largest model file that is read, with the weights beside it, in MiB.</summary>
    public required int LargestMegabytes { get; init; }
}
