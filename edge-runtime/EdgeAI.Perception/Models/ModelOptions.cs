using System.Globalization;
using System.Text;
using EdgeAI.Device.Messages;
using EdgeAI.Perception.Sessions.Providers;

namespace EdgeAI.Perception.Models;

/// <summary>How a model is opened and run.</summary>
public sealed record ModelOptions
{
    /// <summary>Threads inside one inference, 1 to 64. One is fastest for models of this size and makes sums repeat bit for bit.</summary>
    public int IntraOpThreads { get; init; } = 1;

    /// <summary>Whether memory for what lies between operations comes from the arena that all models share, which is faster, bounded, and never given back.</summary>
    public bool UsesArena { get; init; } = true;

    /// <summary>Whether memory is laid out once for the shapes of the first run.</summary>
    public bool UsesMemoryPattern { get; init; } = true;

    /// <summary>How far the graph is rewritten.</summary>
    public GraphOptimisation Optimisation { get; init; } = GraphOptimisation.All;

    /// <summary>The largest model file that is read, with the weights beside it, in bytes; a bound on memory, far above what the shipped models need.</summary>
    public long MaxFileBytes { get; init; } = 256L << 20;

    /// <summary>Inferences on zeros before the first real one, 0 to 1000: the runtime allocates its arena in the first, and open outputs are measured. One is made in any case where a provider other than the CPU is to be watched.</summary>
    public int WarmUpRuns { get; init; } = 3;

    /// <summary>How long the inferences on zeros may take together, above 0 and at most a day; null for a minute, or half an hour where a provider compiles. A graph may hold a loop without end.</summary>
    public TimeSpan? WarmUpLimit { get; init; }

    /// <summary>The shapes to bind by the name of an input or output, before those of the card; -1 for a size that nobody asks for.</summary>
    public IReadOnlyDictionary<string, int[]> Shapes { get; init; } = new Dictionary<string, int[]>();

    /// <summary>The execution providers in the order in which they choose operations; what is not in the list does not run unnoticed.</summary>
    public IReadOnlyList<ProviderRequest> Providers { get; init; } = [new ProviderRequest(ExecutionProvider.Cpu)];

    /// <summary>Whether the model is refused where a provider of the list is missing, fails or takes nothing, or the CPU steps in unasked; otherwise these are warnings.</summary>
    public bool IsStrict { get; init; } = true;

    /// <summary>The folder for what providers compile, such as TensorRT's engines; null for none, and each start compiles again.</summary>
    public string? EngineCache { get; init; }

    /// <summary>Whom to tell about what takes long; null for nobody.</summary>
    public SessionProgress? Progress { get; init; }

    /// <summary>What is asked about providers.</summary>
    internal IProviderBackend Backend { get; init; } = OnnxRuntimeProviders.Instance;

    /// <summary>Everything here that can change a result, as text in a fixed order: where two runs have the same text, options are not what makes them differ.</summary>
    public string Describe()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"threads={IntraOpThreads} arena={Flag(UsesArena)} pattern={Flag(UsesMemoryPattern)} optimisation={Optimisation.ToString().ToLowerInvariant()} strict={Flag(IsStrict)}");
        foreach ((string name, int[] shape) in Shapes.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $" shape:{name}=[{string.Join(',', shape)}]");
        }

        foreach (ProviderRequest request in Providers)
        {
            text.Append(CultureInfo.InvariantCulture, $" provider:{ProviderFacts.WordOf(request.Provider)}");
            foreach ((string name, string value) in request.Options.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $",{name}={value}");
            }
        }

        return text.ToString();
    }

    /// <summary>Checks that every option is within its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    /// <exception cref="ArgumentException">No provider is asked for, one twice, or one that no session has.</exception>
    internal void Check()
    {
        InRange(IntraOpThreads, 1, 64, nameof(IntraOpThreads));
        InRange(WarmUpRuns, 0, 1000, nameof(WarmUpRuns));
        InRange((WarmUpLimit ?? TimeSpan.FromDays(1)).Ticks, 1, TimeSpan.TicksPerDay, nameof(WarmUpLimit));
        InRange(MaxFileBytes, 1, Array.MaxLength, nameof(MaxFileBytes));
        bool isGood = Providers.Count > 0 && Providers.All(static request => ProviderFacts.IsKnown(request.Provider))
            && Providers.DistinctBy(static request => request.Provider).Count() == Providers.Count;
        if (!isGood)
        {
            throw new ArgumentException("the list of providers is empty, names one twice, or one that no session has", nameof(Providers));
        }
    }

    private static char Flag(bool value) => value ? '1' : '0';

    private static void InRange(long value, long low, long high, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, low, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, high, name);
    }
}
