using EdgeAI.Device.Messages;

namespace EdgeAI.Perception.Sessions.Providers;

/// <summary>An execution provider that a model should run on.</summary>
/// <param name="Provider">Which.</param>
public sealed record ProviderRequest(ExecutionProvider Provider)
{
    /// <summary>The provider's own options by OnnxRuntime's names, such as device_id.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
