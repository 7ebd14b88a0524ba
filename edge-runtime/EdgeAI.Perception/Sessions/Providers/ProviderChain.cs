using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions.Providers;

/// <summary>
/// The providers of one session in their order: appends those that are there, finds out after the first run which of them ran anything, and
/// judges it. The CPU can run whatever the others leave; unless it is asked for, that is a fault (strict) or a warning, never silent.
/// </summary>
internal sealed class ProviderChain : IDisposable
{
    // onnxruntime_session_options_config_keys.h: creating a session then fails where an operation would fall to the CPU.
    private const string NoFallback = "session.disable_cpu_ep_fallback";
    private const string Mend = "use an OnnxRuntime that was built with it ('inferenceLibrary'), or change 'providers' in the profile (SESSIONS.md)";

    private readonly ModelOptions _options;
    private readonly List<ProviderUse> _uses = [];
    private readonly List<string> _warnings = [];
    private readonly bool _mayUseCpu;
    private string _folder = "";

    private ProviderChain(ModelSource source, ModelOptions options)
    {
        // What TensorRT and CoreML keep does not say for which weights it was compiled.
        EngineCache = options.EngineCache is { } cache ? Path.Combine(cache, source.Key) : null;
        _options = options;
        _mayUseCpu = options.Providers.Any(static request => request.Provider == ExecutionProvider.Cpu);
    }

    /// <summary>What became of each provider, in the order that was asked for; the CPU last where nobody asked for it and it ran something.</summary>
    public IReadOnlyList<ProviderUse> Uses => _uses;

    /// <summary>What is not as it was asked for.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>This model's own folder for what providers compile; null for none.</summary>
    public string? EngineCache { get; }

    /// <summary>Whether a provider other than the CPU is in the session, so that it has to be seen what runs where.</summary>
    public bool IsWatched { get; private set; }

    /// <summary>Whether a provider of the session compiles the graph, which takes minutes.</summary>
    public bool Compiles => _uses.Exists(static use => use.State == ProviderState.Used && ProviderFacts.CacheOptionsOf(use.Provider).Length > 0);

    /// <summary>Whether a provider of the session may have memory of its own: what an input holds is then copied there when it is bound, and not after.</summary>
    public bool CopiesInputs { get; private set; }

    /// <summary>The accelerator that ran most operations, and the CPU where none ran any: counts of the two do not compare, since many accelerators run a whole graph as one operation.</summary>
    public ExecutionProvider Main { get; private set; } = ExecutionProvider.Cpu;

    /// <summary>Appends what is there; null, with the reason, where something is missing and the options are strict.</summary>
    public static ProviderChain? Append(SessionOptions session, ModelSource source, ModelOptions options, out string problem)
    {
        int cpu = options.Providers.TakeWhile(static request => request.Provider != ExecutionProvider.Cpu).Count();
        if (cpu < options.Providers.Count - 1)
        {
            string next = ProviderFacts.WordOf(options.Providers[cpu + 1].Provider);
            problem = $"'cpu' stands before '{next}' in the list of providers, and OnnxRuntime asks the CPU last: put 'cpu' at the end of 'providers', or leave '{next}' out";
            return null;
        }

        ProviderChain chain = new(source, options);
        IReadOnlyList<string> available = options.Backend.Available();
        foreach (ProviderRequest request in options.Providers)
        {
            if (request.Provider == ExecutionProvider.Cpu)
            {
                chain._uses.Add(new ProviderUse(ExecutionProvider.Cpu, ProviderState.Used, null, ""));
                continue;
            }

            ProviderUse use = available.Contains(ProviderFacts.NativeOf(request.Provider))
                ? chain.AppendOne(session, request)
                : new ProviderUse(request.Provider, ProviderState.Absent, null, $"this OnnxRuntime was built with {string.Join(", ", available)} alone");
            chain._uses.Add(use);
            chain.IsWatched |= use.State == ProviderState.Used;
            chain.CopiesInputs |= use.State == ProviderState.Used && !ProviderFacts.IsInCpuMemory(request.Provider);
            if (use.State != ProviderState.Used && chain.Complain($"the provider {use}", out problem))
            {
                return null;
            }
        }

        return chain.Finish(session, out problem) ? chain : null;
    }

    /// <summary>Binds an input with what it holds now.</summary>
    public void BindInput(OrtIoBinding binding, string name, OrtValue value) => _options.Backend.BindInput(binding, name, value);

    /// <summary>Looks at what ran where, after the first run; false, with the reason, where that is not what was asked for and the options are strict.</summary>
    public bool TryJudge(InferenceSession session, out string problem)
    {
        problem = "";
        if (!IsWatched)
        {
            bool isCpuAlone = _uses.TrueForAll(static use => use.Provider == ExecutionProvider.Cpu || use.State != ProviderState.Used);
            return !isCpuAlone || _mayUseCpu || !Complain($"no provider of the list is here: it runs on the CPU, which is not in the list ({string.Join(", ", _uses)})", out problem);
        }

        if (!TryPlacements(session, out IReadOnlyDictionary<string, int> placed, out problem) || !IsWatched)
        {
            return problem.Length == 0;
        }

        for (int index = 0; index < _uses.Count; index++)
        {
            ProviderUse use = _uses[index];
            if (use.State != ProviderState.Used)
            {
                continue;
            }

            int count = placed.GetValueOrDefault(ProviderFacts.NativeOf(use.Provider));
            bool isIdle = count == 0;
            _uses[index] = use with { Operations = count, State = isIdle ? ProviderState.Idle : ProviderState.Used, Reason = isIdle ? "it took no operation of the graph" : "" };
            if (isIdle && use.Provider != ExecutionProvider.Cpu && Complain($"the provider {_uses[index]}", out problem))
            {
                return false;
            }
        }

        int onCpu = placed.GetValueOrDefault(ProviderFacts.NativeOf(ExecutionProvider.Cpu));
        if (onCpu > 0 && !_mayUseCpu)
        {
            _uses.Add(new ProviderUse(ExecutionProvider.Cpu, ProviderState.Used, onCpu, ""));
            if (Complain($"{onCpu} of {placed.Values.Sum()} operations run on the CPU, which is not in the list", out problem))
            {
                return false;
            }
        }

        Main = _uses.Where(static use => use.State == ProviderState.Used).MaxBy(static use => (use.Provider != ExecutionProvider.Cpu, use.Operations ?? 0))?.Provider ?? ExecutionProvider.Unknown;
        return true;
    }

    /// <summary>Ends the watch; what it found stays.</summary>
    public void Dispose()
    {
        try
        {
            if (_folder.Length > 0)
            {
                Directory.Delete(_folder, recursive: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A temporary folder that stays behind harms nobody.
            _folder = "";
        }
    }

    private bool Finish(SessionOptions session, out string problem)
    {
        problem = "";
        if (!IsWatched)
        {
            return true;
        }

        if (_options.IsStrict && !_mayUseCpu)
        {
            session.AddSessionConfigEntry(NoFallback, "1");
        }

        try
        {
            _folder = Directory.CreateTempSubdirectory("edgeai-placement-").FullName;
            _options.Backend.Watch(session, Path.Combine(_folder, "run"));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Unseen(error, out problem);
        }
    }

    // Nobody can vouch for a provider then; what was appended is told without a count.
    private bool Unseen(Exception error, out string problem)
    {
        IsWatched = false;
        Main = ExecutionProvider.Unknown;
        return !Complain($"what ran where cannot be seen ({OnnxRuntimeText.FirstLine(error)}; it takes a temporary folder to write to)", out problem);
    }

    private bool TryPlacements(InferenceSession session, out IReadOnlyDictionary<string, int> placed, out string problem)
    {
        problem = "";
        placed = new Dictionary<string, int>();
        try
        {
            placed = _options.Backend.Placements(session);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Unseen(error, out problem);
        }
    }

    private ProviderUse AppendOne(SessionOptions session, ProviderRequest request)
    {
        Dictionary<string, string> options = new(request.Options);
        string[] cacheOptions = ProviderFacts.CacheOptionsOf(request.Provider);
        if (EngineCache is { } cache)
        {
            Array.ForEach(cacheOptions, option => options.TryAdd(option, cache));

            if (request.Provider == ExecutionProvider.TensorRt)
            {
                options.TryAdd("trt_engine_cache_enable", "1");
                options.TryAdd("trt_timing_cache_enable", "1");
            }
        }

        try
        {
            if (EngineCache is not null && cacheOptions.Length > 0)
            {
                // Providers make a folder, and none of them a folder in a folder that is not there.
                Directory.CreateDirectory(EngineCache);
            }

            _options.Backend.Append(session, request.Provider, options);
            return new ProviderUse(request.Provider, ProviderState.Used, null, "");
        }
        catch (Exception error) when (error is OnnxRuntimeException or IOException or UnauthorizedAccessException or NotSupportedException or EntryPointNotFoundException or DllNotFoundException)
        {
            return new ProviderUse(request.Provider, ProviderState.Failed, null, OnnxRuntimeText.FirstLine(error));
        }
    }

    /// <summary>True, with the line, where the options are strict; otherwise the line becomes a warning.</summary>
    private bool Complain(string fault, out string problem)
    {
        problem = _options.IsStrict ? $"{fault}: {Mend}, or 'strict': false to be warned alone" : "";
        if (!_options.IsStrict)
        {
            _warnings.Add(fault);
        }

        return _options.IsStrict;
    }
}
