using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions;
using EdgeAI.Perception.Sessions.Providers;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Commands;

namespace EdgeAI.Robot.Wiring;

/// <summary>Perception's options for the models of a profile.</summary>
internal static class ModelSettings
{
    /// <summary>Has the process use the OnnxRuntime that the profile names; before the first model.</summary>
    /// <exception cref="CannotRunException">It cannot be used.</exception>
    public static void UseLibrary(Profile profile)
    {
        if (profile.InferenceLibrary is { } library && !InferenceLibrary.TryUse(profile.PathOf(library), out string problem))
        {
            throw new CannotRunException($"{profile.Name}: inferenceLibrary: {problem}");
        }
    }

    /// <summary>How one model is opened and run.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="model">The model in it.</param>
    /// <param name="progress">Whom to tell about what takes long.</param>
    public static ModelOptions Of(Profile profile, ModelProfile model, SessionProgress progress) => new()
    {
        Providers = [.. model.Providers.Select(provider => RequestOf(provider, model.ProviderOptions))],
        IsStrict = model.Strict,
        EngineCache = model.EngineCache is { } cache ? profile.PathOf(cache) : null,
        IntraOpThreads = model.Threads,
        UsesArena = model.Arena,
        UsesMemoryPattern = model.MemoryPattern,
        Optimisation = Enum.Parse<GraphOptimisation>(model.Optimisation.ToString()),
        WarmUpRuns = model.WarmUpRuns,
        MaxFileBytes = (long)model.LargestMegabytes << 20,
        Progress = progress,
    };

    private static ProviderRequest RequestOf(ModelProvider provider, IEnumerable<ProviderOption> options) => new(ProviderFacts.ByWord[ProfileNames.Of(provider)])
    {
        Options = options.Where(option => option.Provider == provider).ToDictionary(static option => option.Name, static option => option.Value),
    };
}
