using EdgeAI.Perception.Store;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Wiring;

namespace EdgeAI.Robot.Models;

/// <summary>Watches the store of a running robot and has its stages take what is promoted there, each model's on its own; all on one thread, which is no graph thread.</summary>
internal sealed class RobotRollouts : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    // A model is being opened, which may build an engine for minutes, or an inference hangs: the run ends without waiting for it.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly List<ModelRollout> _rollouts = [];
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _ends = new();

    /// <summary>Begins to watch the models of the profile that lie in a store.</summary>
    /// <exception cref="Commands.CannotRunException">None does.</exception>
    public RobotRollouts(RobotParts parts)
    {
        foreach (ModelProfile model in parts.Profile.Models.Where(static model => model.Stored is not null))
        {
            ModelSlot slot = parts.Stages.SlotOf(model.Name);
            _rollouts.Add(new ModelRollout(parts.Models.Store, model.Stored!, RunningOf(StoreFolders.Find(parts.Models.Store, model.Stored!), slot), slot, variant => parts.Models.Open(model, variant), ModelFolders.HeadOf, new RolloutOptions(), parts.Health, parts.Clock));
        }

        if (_rollouts.Count == 0)
        {
            throw new Commands.CannotRunException($"--watch-models: the profile '{parts.Profile.Name}' has no model in a store; write \"stored\" in place of \"folder\" (edge-runtime/MODELS.md)");
        }

        _thread = new Thread(Watch) { IsBackground = true, Name = "models", Priority = ThreadPriority.BelowNormal };
    }

    /// <summary>Whether the thread did not end in time: what it has open stays open then.</summary>
    public bool Hangs { get; private set; }

    /// <summary>What ended the watching, if anything but <see cref="Stop"/> did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Lines for the display.</summary>
    public IEnumerable<string> Lines() => _rollouts.Select(static rollout => $"Model    {rollout.Name}: generation {rollout.Generation}, {rollout.State.ToString().ToLowerInvariant()}{(rollout.LinesGivenUp > 0 ? $"; the store takes no lines, {rollout.LinesGivenUp} given up" : "")}");

    /// <summary>Begins: the graph threads step.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends watching.</summary>
    public void Stop()
    {
        _ends.Set();
        Hangs = _thread.IsAlive && !_thread.Join(StopLimit);
    }

    /// <summary>Closes what the stages do not run. The graph threads have ended.</summary>
    public void Dispose()
    {
        Stop();
        if (Hangs)
        {
            return;
        }

        _rollouts.ForEach(static rollout => rollout.Dispose());
        _ends.Dispose();
    }

    /// <summary>What the slot's model is in the store, also where another was promoted since it was opened.</summary>
    private static RunningVariant RunningOf(ModelRef found, ModelSlot slot)
    {
        string digest = Convert.ToHexStringLower(slot.Current.Digest);
        return found.Generations.OrderByDescending(generation => generation.Number == found.Current)
            .SelectMany(static generation => generation.Variants.OrderByDescending(variant => variant.Name == generation.Chosen).Select(variant => new RunningVariant(generation.Number, variant)))
            .FirstOrDefault(each => each.Variant.Model == digest) ?? new RunningVariant(found.Current, found.Running.Running);
    }

    private void Watch()
    {
        try
        {
            while (!_ends.Wait(Period))
            {
                _rollouts.ForEach(static rollout => rollout.Look());
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Failure = failure;
        }
    }
}
