using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;

namespace EdgeAI.Perception.Sessions.Providers;

/// <summary>Tells whoever waits that a provider compiles the graph, which TensorRT does for minutes without a word, and how long it took.</summary>
internal sealed class EngineProgress
{
    private readonly SessionProgress? _progress;
    private readonly string _what;
    private readonly long _begin;

    private EngineProgress(SessionProgress? progress, string what)
    {
        _progress = progress;
        _what = what;
        _begin = progress?.Clock.Nanoseconds ?? 0;
    }

    /// <summary>Says that it begins, where a provider compiles.</summary>
    public static EngineProgress Begin(string model, ProviderChain chain, ModelOptions options)
    {
        ProviderUse? compiler = chain.Uses.FirstOrDefault(static use => use.State == ProviderState.Used && ProviderFacts.CacheOptionsOf(use.Provider).Length > 0);
        if (options.Progress is not { } progress || compiler is null)
        {
            return new EngineProgress(null, "");
        }

        bool isKept = chain.EngineCache is { } cache && HoldsAnything(cache);
        string where = chain.EngineCache is { } folder
            ? isKept ? $"from what {folder} holds; what is missing there is built, which may take minutes" : $"for the first time, which may take minutes; it is kept in {folder}"
            : "at every start, which may take minutes: name an 'engineCache' in the profile to keep it";
        string what = $"{model}: {ProviderFacts.WordOf(compiler.Provider)} {(compiler.Provider == ExecutionProvider.TensorRt ? "builds its engine" : "compiles the graph")}";
        progress.Say($"{what} {where}");
        return new EngineProgress(progress, what);
    }

    private static bool HoldsAnything(string folder)
    {
        try
        {
            return Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Says that it is done.</summary>
    public void End() => _progress?.Say(FormattableString.Invariant($"{_what}: done after {(_progress.Clock.Nanoseconds - _begin) / 1e9:F1} s"));
}
