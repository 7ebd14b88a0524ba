using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions.Providers;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Tests.Perception.Sessions;

/// <summary>An OnnxRuntime with accelerators: appends none of them, and says that they ran what the test tells.</summary>
internal sealed class FakeProviders : IProviderBackend
{
    private readonly Dictionary<string, int> _placements = new(StringComparer.Ordinal);
    private readonly List<OrtValue> _copies = [];

    /// <summary>What it was built with, by OnnxRuntime's names.</summary>
    public List<string> Built { get; } = ["CPUExecutionProvider"];

    /// <summary>The providers that cannot start, and what OnnxRuntime says then.</summary>
    public Dictionary<ExecutionProvider, string> Broken { get; } = [];

    /// <summary>What was appended, with its options, in order.</summary>
    public List<(ExecutionProvider Provider, IReadOnlyDictionary<string, string> Options)> Appended { get; } = [];

    /// <summary>What the machine says when a run is to be watched; empty where it can be.</summary>
    public string CannotWatch { get; set; } = "";

    /// <summary>What happens between the look at a model and its start.</summary>
    public Action BeforeStart { get; init; } = static () => { };

    /// <summary>Whether a run was watched.</summary>
    public bool WasWatched { get; private set; }

    /// <summary>Builds a provider in, which then runs some operations.</summary>
    public FakeProviders With(string native, int operations)
    {
        if (!Built.Contains(native))
        {
            Built.Insert(0, native);
        }

        _placements[native] = operations;
        return this;
    }

    public ModelOptions Options(params ExecutionProvider[] providers) => new()
    {
        Backend = this,
        Providers = [.. providers.Select(static provider => new ProviderRequest(provider))],
    };

    public IReadOnlyList<string> Available()
    {
        BeforeStart();
        return Built;
    }

    public void Append(SessionOptions session, ExecutionProvider provider, IReadOnlyDictionary<string, string> options)
    {
        if (Broken.TryGetValue(provider, out string? says))
        {
            throw new NotSupportedException(says);
        }

        Appended.Add((provider, options));
    }

    /// <summary>As OnnxRuntime does for a device: the session gets a copy of what the tensor holds now.</summary>
    public void BindInput(OrtIoBinding binding, string name, OrtValue value)
    {
        OrtValue copy = OrtValue.CreateTensorValueFromMemory(value.GetTensorDataAsSpan<float>().ToArray(), value.GetTensorTypeAndShape().Shape);
        binding.BindInput(name, copy);
        _copies.Add(copy);
    }

    public void Watch(SessionOptions session, string path) => WasWatched = CannotWatch.Length == 0 ? true : throw new UnauthorizedAccessException(CannotWatch);

    public IReadOnlyDictionary<string, int> Placements(InferenceSession session) => _placements;
}
