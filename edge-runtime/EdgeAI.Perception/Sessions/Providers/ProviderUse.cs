using EdgeAI.Device.Messages;

namespace EdgeAI.Perception.Sessions.Providers;

/// <summary>What became of one execution provider.</summary>
/// <param name="Provider">Which.</param>
/// <param name="State">What became of it.</param>
/// <param name="Operations">Operations of the optimised graph that ran on it; null where the CPU alone was there to run them, which needs no counting.</param>
/// <param name="Reason">Why it was not used; empty where it was.</param>
public sealed record ProviderUse(ExecutionProvider Provider, ProviderState State, int? Operations, string Reason)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        string word = ProviderFacts.WordOf(Provider);
        return State == ProviderState.Used
            ? Operations is { } count ? $"{word} ({count} operations)" : word
            : $"{word} {State.ToString().ToLowerInvariant()} ({Reason})";
    }
}
