using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Models;
using EdgeAI.Runtime.Health;

namespace EdgeAI.Perception.Store;

/// <summary>
/// Has a running robot run what a store says: opens a generation that was promoted beside the running one, has the graph thread take it between
/// two inferences, asks the model before the same for as long as the new one has yet to prove itself, and goes back if it fails, answers otherwise or takes too
/// long. A candidate may be asked in the shadow first and is promoted if its gate lets it through. Every step is a line of the store's log
/// and a log record of the robot. One thread calls <see cref="Look"/>; at most two models are open.
/// </summary>
public sealed class ModelRollout : IDisposable
{
    private readonly ModelStore _store;
    private readonly string _name;
    private readonly ModelSlot _slot;
    private readonly Func<StoredVariant, OpenedModel> _open;
    private readonly RolloutOptions _options;
    private readonly Func<Model, IDetectionHead?> _headOf;
    private readonly RolloutRecords _records;
    private readonly IClock _clock;
    private LiveMeter _meter;
    private LiveMeter? _before;
    private ShadowRun? _shadow;
    private Model? _second;
    private int _secondGeneration;
    private (string Model, DateTimeOffset? At) _refused = ("", null);
    private string _said = "";

    /// <summary>Begins with the model that the robot runs.</summary>
    /// <param name="store">The store.</param>
    /// <param name="name">The model's name in it.</param>
    /// <param name="generation">The generation that the robot runs.</param>
    /// <param name="slot">Where the stages take it from.</param>
    /// <param name="open">Opens a variant as the robot runs it.</param>
    /// <param name="headOf">Reads boxes from a model's outputs; null for a model that finds none.</param>
    /// <param name="options">When it goes back.</param>
    /// <param name="health">Where the robot says what is done.</param>
    /// <param name="clock">The robot's timeline.</param>
    public ModelRollout(ModelStore store, string name, int generation, ModelSlot slot, Func<StoredVariant, OpenedModel> open, Func<Model, IDetectionHead?> headOf, RolloutOptions options, HealthLog health, IClock clock)
    {
        _store = store;
        _name = name;
        Generation = generation;
        _slot = slot;
        _open = open;
        _headOf = headOf;
        _options = options;
        _records = new RolloutRecords(store, name, health);
        _clock = clock;
        _slot.Tap = _meter = new LiveMeter(clock);
    }

    /// <summary>The model's name in the store.</summary>
    public string Name => _name;

    /// <summary>Lines for the store's log that were given up, since nobody may write to the store.</summary>
    public long LinesGivenUp => _records.GivenUp;

    /// <summary>What it is at.</summary>
    public RolloutState State { get; private set; }

    /// <summary>The generation that the robot runs.</summary>
    public int Generation { get; private set; }

    /// <summary>Looks at the store and at the models, and does the next step. Never waits for the graph thread.</summary>
    public void Look()
    {
        _records.Flush();
        switch (State)
        {
            case RolloutState.Settled:
                LookForChange();
                break;
            case RolloutState.Shadowing:
                LookAtCandidate();
                break;
            case RolloutState.Offered:
                LookAtOffer();
                break;
            case RolloutState.Proving:
                LookAtProof();
                break;
            default:
                LookAtReturn();
                break;
        }
    }

    /// <summary>Ends: closes the model that the stages do not run. The graph threads have ended.</summary>
    public void Dispose()
    {
        _slot.Tap = null;
        EndShadow();
        if (_slot.Withdraw() is { } waiting && waiting != _second)
        {
            waiting.Dispose();
        }

        if (_slot.TryCollect(out Model? retired) && retired != _second)
        {
            retired!.Dispose();
        }

        if (_second != _slot.Current)
        {
            _second?.Dispose();
        }

        _second = null;
    }

    private void LookForChange()
    {
        if (_store.Find(_name, out ModelRef? found, out string problem) != StoreRefusal.None)
        {
            Refuse(Generation, null, problem);
            return;
        }

        if (found!.Running.Running.Model != Convert.ToHexStringLower(_slot.Current.Digest))
        {
            if (TryOpen(found, found.Running) is { } next)
            {
                Offer(next, found.Current);
            }

            return;
        }

        Generation = found.Current;
        if (found.Candidate is { } number && found.GenerationOf(number) is { } generation && TryOpen(found, generation) is { } candidate)
        {
            _second = candidate;
            _secondGeneration = number;
            BeginShadow(candidate);
            State = RolloutState.Shadowing;
        }
    }

    /// <summary>Opens a generation beside the one that runs; null, on the record once for each change of the ref, where it cannot take its place.</summary>
    private Model? TryOpen(ModelRef found, StoredGeneration generation)
    {
        (string, DateTimeOffset?) asked = (generation.Running.Model, found.Change?.At);
        if (_refused == asked)
        {
            return null;
        }

        (Model? model, string problem) = _open(generation.Running);
        if (model is not null)
        {
            string difference = ModelFit.DifferenceOf(_slot.Current, model);
            if (difference.Length == 0)
            {
                return model;
            }

            model.Dispose();
            problem = $"it does not fit the stage that runs: {difference}: start the robot anew with it";
        }

        _refused = asked;
        Refuse(generation.Number, generation.Running.Model, problem);
        return null;
    }

    private void Offer(Model next, int generation)
    {
        _second = next;
        _secondGeneration = generation;
        _before = _meter;
        _slot.TryOffer(next);
        State = RolloutState.Offered;
    }

    private void BeginShadow(Model second)
    {
        _shadow = new ShadowRun(_slot.Current, second, _headOf(second), _clock);
        _meter = new LiveMeter(_clock) { Shadow = _shadow };
        _slot.Tap = _meter;
    }

    private void LookAtCandidate()
    {
        if (_shadow!.Compared + _shadow.Failed < Math.Max(_options.Gate.MinInputs, 1))
        {
            return;
        }

        GateFigure[] figures =
        [
            new("inputs", _shadow.Compared, null, _options.Gate.MinInputs, IsLeast: true),
            new("failed inferences", _shadow.Failed, _meter.Failures, _meter.Failures, IsLeast: false),
            new("agreement", _shadow.Agreement, null, _options.Gate.MinAgreement, IsLeast: true),
            new("mean distance", _shadow.Distance, null, _options.Gate.MaxMeanDistance, IsLeast: false),
            SuspectFigure(_shadow.ShadowSuspect, _shadow.RunningSuspect),
            new("latency p50, ratio", Ratio(_shadow.Durations.P50, _meter.Durations.P50), 1, _options.Gate.MaxLatencyRatio, IsLeast: false),
        ];
        GateVerdict verdict = new((int)_shadow.Compared, "", "the live stream", 0, figures);
        EndShadow();
        Model candidate = _second!;
        _second = null;
        State = RolloutState.Settled;
        bool isPromoted = verdict.Passed && _store.Promote(_name, _secondGeneration, "passed in the shadow", verdict, out _) == StoreRefusal.None;
        if (isPromoted)
        {
            _records.Say(HealthCode.ModelJudged, LogLevel.Information, $"generation {_secondGeneration} passed in the shadow");
            Offer(candidate, _secondGeneration);
            return;
        }

        if (!verdict.Passed)
        {
            _store.Withdraw(_name, _secondGeneration, verdict, out _);
            _refused = (Convert.ToHexStringLower(candidate.Digest), null);
            _records.Say(HealthCode.ModelJudged, LogLevel.Warning, $"generation {_secondGeneration} is held back: {verdict.Failures()}");
        }

        candidate.Dispose();
    }

    private void LookAtOffer()
    {
        if (!_slot.TryCollect(out Model? before))
        {
            return;
        }

        int was = Generation;
        Generation = _secondGeneration;
        _second = before;
        _secondGeneration = was;
        _records.Record(StoreEvent.Swapped, Generation, _slot.Current, $"took the place of generation {was}");
        _records.Say(HealthCode.ModelSwapped, LogLevel.Information, $"runs generation {Generation}, sha256 {Shown(_slot.Current)}, on {_slot.Current.Session.ExecutionProvider}, in place of {was}, sha256 {Shown(before!)}");
        BeginShadow(before!);
        State = RolloutState.Proving;
    }

    private void LookAtProof()
    {
        long failedBefore = _before!.Failures * _options.Inferences / Math.Max(1, _before.Durations.Count);
        if (_meter.Failures > failedBefore + _options.MostFailures)
        {
            GoBack($"{_meter.Failures} of {_meter.Durations.Count} inferences failed");
            return;
        }

        if (_meter.Durations.Count < _options.Inferences || _shadow!.Compared + _shadow.Failed < Math.Min(_options.Gate.MinInputs, _options.Inferences))
        {
            return;
        }

        List<GateFigure> figures = [new("agreement with the model before", _shadow.Agreement, null, _options.Gate.MinAgreement, IsLeast: true), new("mean distance", _shadow.Distance, null, _options.Gate.MaxMeanDistance, IsLeast: false), SuspectFigure(_shadow.RunningSuspect, _shadow.ShadowSuspect)];
        if (_before.Durations.Count >= _options.FewestBefore)
        {
            figures.Add(new("latency p50, ratio", Ratio(_meter.Durations.P50, _before.Durations.P50), 1, _options.Gate.MaxLatencyRatio, IsLeast: false));
            figures.Add(new("latency p99, ratio", Ratio(_meter.Durations.P99, _before.Durations.P99), 1, _options.Gate.MaxLatencyRatioP99, IsLeast: false));
        }

        GateVerdict verdict = new((int)_shadow.Compared, "", "the live stream", 0, [.. figures]);
        if (!verdict.Passed)
        {
            GoBack(verdict.Failures(), verdict);
            return;
        }

        EndShadow();
        _records.Record(StoreEvent.Passed, Generation, _slot.Current, "proved itself on the robot", verdict);
        _records.Say(HealthCode.ModelJudged, LogLevel.Information, $"generation {Generation} has proved itself in {_meter.Durations.Count} inferences");
        _second!.Dispose();
        _second = null;
        State = RolloutState.Settled;
    }

    private void GoBack(string why, GateVerdict? verdict = null)
    {
        EndShadow();
        _records.Record(StoreEvent.Failed, Generation, _slot.Current, why, verdict);
        _records.Say(HealthCode.ModelRolledBack, LogLevel.Warning, $"goes back from generation {Generation} to {_secondGeneration}: {why}");
        _slot.TryOffer(_second!);
        State = RolloutState.GoingBack;
    }

    private void LookAtReturn()
    {
        if (!_slot.TryCollect(out Model? bad))
        {
            return;
        }

        int was = Generation;
        Generation = _secondGeneration;
        _second = null;
        string digest = Convert.ToHexStringLower(bad!.Digest);
        bad.Dispose();
        _meter = new LiveMeter(_clock);
        _slot.Tap = _meter;
        State = RolloutState.Settled;

        // Whoever changed the ref meanwhile knows better. Where the store cannot be written to, the generation is not taken again all the same.
        if (_store.Find(_name, out ModelRef? found, out string problem) == StoreRefusal.None && found!.Current == was)
        {
            _refused = (digest, found.Change?.At);
            if (_store.Rollback(_name, $"generation {was} did not prove itself", out _, out problem) != StoreRefusal.None)
            {
                Refuse(was, digest, problem);
            }
        }

        _records.Say(HealthCode.ModelRolledBack, LogLevel.Information, $"runs generation {Generation} again, sha256 {Shown(_slot.Current)}", isActive: false);
    }

    private void EndShadow()
    {
        _meter.Shadow = null;
        _shadow?.Dispose();
        _shadow = null;
    }

    private GateFigure SuspectFigure(double candidate, double current) => new("inputs it was not trained for", candidate, current, Math.Min(1, current + _options.Gate.MaxRobustnessLoss), IsLeast: false);

    private static double Ratio(double mine, double other) => other > 0 ? mine / other : 1;

    private static string Shown(Model model) => Convert.ToHexStringLower(model.Digest[..6]);

    private void Refuse(int generation, string? model, string problem)
    {
        if (_said == problem)
        {
            return;
        }

        _said = problem;
        _records.Record(new StoreRecord { At = default, Event = StoreEvent.NotSwapped, Name = _name, Generation = generation, Model = model, Why = problem });
        _records.Say(HealthCode.ModelRefused, LogLevel.Warning, $"generation {generation} is not taken: {problem}");
    }
}
