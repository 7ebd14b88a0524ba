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
public sealed partial class ModelRollout : IDisposable
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
    private ModelGate _gate = new();
    private RunningVariant _running;
    private RunningVariant? _other;
    private (RunningVariant Failed, RunningVariant Before)? _return;
    private (RunningVariant? What, DateTimeOffset? At) _asked;
    private (RunningVariant? What, DateTimeOffset? At) _refused;
    private string _said = "";

    /// <summary>Begins with the model that the robot runs.</summary>
    /// <param name="store">The store.</param>
    /// <param name="name">The model's name in it.</param>
    /// <param name="running">What the robot runs of it.</param>
    /// <param name="slot">Where the stages take it from.</param>
    /// <param name="open">Opens a variant as the robot runs it.</param>
    /// <param name="headOf">Reads boxes from a model's outputs; null for a model that finds none.</param>
    /// <param name="options">When it goes back.</param>
    /// <param name="health">Where the robot says what is done.</param>
    /// <param name="clock">The robot's timeline.</param>
    public ModelRollout(ModelStore store, string name, RunningVariant running, ModelSlot slot, Func<StoredVariant, OpenedModel> open, Func<Model, IDetectionHead?> headOf, RolloutOptions options, HealthLog health, IClock clock)
    {
        _store = store;
        _name = name;
        _running = running;
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
    public int Generation => _running.Generation;

    /// <summary>Looks at the store and at the models, and does the next step. Never waits for the graph thread.</summary>
    public void Look()
    {
        _records.Flush();
        ReturnInStore();
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

        if (!IsAskedFor(found!, _running))
        {
            if (TryOpen(found!, found!.Running) is { } next)
            {
                Offer(next, _asked.What!);
            }

            return;
        }

        // Two generations may have the same files, or the chosen variant another name.
        _running = new RunningVariant(found!.Current, found.Running.Running);
        if (found.Candidate is { } number && found.GenerationOf(number) is { } generation && TryOpen(found, generation) is { } candidate)
        {
            _second = candidate;
            _other = _asked.What;
            BeginShadow(candidate);
            State = RolloutState.Shadowing;
        }
    }

    /// <summary>Opens a generation beside the one that runs; null, on the record once for each change of the ref, where it cannot take its place.</summary>
    private Model? TryOpen(ModelRef found, StoredGeneration generation)
    {
        _asked = (new RunningVariant(generation.Number, generation.Running), found.Change?.At);
        if (_refused.At == _asked.At && _refused.What is { } refused && refused.Generation == generation.Number && refused.Variant.IsSame(generation.Running))
        {
            return null;
        }

        // The running model's card bounds what may take its place, as it does for promote: a candidate does not choose its own bounds.
        ModelGate? gate = _options.Gate;
        string problem = "";
        Model? model = null;
        if (gate is not null || ModelGate.TryRead(_slot.Current.Card, out gate, out problem))
        {
            _gate = gate!;
            (model, problem) = _open(generation.Running);
        }

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

        _refused = _asked;
        Refuse(generation.Number, generation.Running.Model, problem);
        return null;
    }

    private void Offer(Model next, RunningVariant what)
    {
        _second = next;
        _other = what;
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
        if (_shadow!.Compared < _gate.MinInputs && _shadow.Failed < _gate.MinInputs)
        {
            return;
        }

        GateFigure[] figures =
        [
            new("inputs", _shadow.Compared, null, _gate.MinInputs, IsLeast: true),
            new("failed inferences", _shadow.Failed, _meter.Failures, _meter.Failures, IsLeast: false),
            new("agreement", _shadow.Agreement, null, _gate.MinAgreement, IsLeast: true),
            new("mean distance", _shadow.Distance, null, _gate.MaxMeanDistance, IsLeast: false),
            SuspectFigure(_shadow.ShadowSuspect, _shadow.RunningSuspect),
            new("latency p50, ratio", Ratio(_shadow.Durations.P50, _meter.Durations.P50), 1, _gate.MaxLatencyRatio, IsLeast: false),
        ];
        GateVerdict verdict = new((int)_shadow.Compared, "", "the live stream", 0, figures);
        RunningVariant what = _other!;
        StoreRefusal refusal = verdict.Passed ? PromoteJudged(what, verdict, out string problem) : _store.Withdraw(_name, what.Generation, verdict, out problem);
        if (refusal == StoreRefusal.Busy)
        {
            // Whoever writes ends soon: until then the candidate is asked on.
            return;
        }

        EndShadow();
        Model candidate = _second!;
        _second = null;
        State = RolloutState.Settled;
        if (verdict.Passed && refusal == StoreRefusal.None)
        {
            _records.Say(HealthCode.ModelJudged, LogLevel.Information, $"generation {what.Generation} passed in the shadow");
            Offer(candidate, what);
            return;
        }

        candidate.Dispose();
        if (!verdict.Passed)
        {
            _records.Say(HealthCode.ModelJudged, LogLevel.Warning, $"generation {what.Generation} is held back: {verdict.Failures()}");
        }

        if (refusal != StoreRefusal.None)
        {
            // Else it would be asked in the shadow again and again.
            _refused = _asked;
            Refuse(what.Generation, what.Variant.Model, problem);
        }
    }

    private void LookAtOffer()
    {
        if (!_slot.TryCollect(out Model? before))
        {
            if (!IsStillAskedFor(_other!) && _slot.Withdraw() is { } waiting)
            {
                waiting.Dispose();
                _second = null;
                State = RolloutState.Settled;
            }

            return;
        }

        int was = Generation;
        (_running, _other) = (_other!, _running);
        _second = before;
        _records.Record(StoreEvent.Swapped, Generation, _slot.Current, $"took the place of generation {was}");
        _records.Say(HealthCode.ModelSwapped, LogLevel.Information, $"runs generation {Generation}, sha256 {Shown(_slot.Current)}, on {_slot.Current.Session.ExecutionProvider}, in place of {was}, sha256 {Shown(before!)}");
        BeginShadow(before!);
        State = RolloutState.Proving;
    }

    private void LookAtProof()
    {
        if (!IsStillAskedFor(_running))
        {
            Return("the store asks for another");
            return;
        }

        long failedBefore = _before!.Failures * _options.Inferences / Math.Max(1, _before.Durations.Count);
        if (_meter.Failures > failedBefore + _options.MostFailures)
        {
            GoBack($"{_meter.Failures} of {_meter.Durations.Count} inferences failed");
            return;
        }

        int least = Math.Min(_gate.MinInputs, _options.Inferences);
        if (_meter.Durations.Count < _options.Inferences || (_shadow!.Compared < least && _shadow.Failed < least))
        {
            return;
        }

        List<GateFigure> figures = [new("inputs that both answered", _shadow.Compared, null, least, IsLeast: true), new("agreement with the model before", _shadow.Agreement, null, _gate.MinAgreement, IsLeast: true), new("mean distance", _shadow.Distance, null, _gate.MaxMeanDistance, IsLeast: false), SuspectFigure(_shadow.RunningSuspect, _shadow.ShadowSuspect)];
        if (_before.Durations.Count >= _options.FewestBefore)
        {
            figures.Add(new("latency p50, ratio", Ratio(_meter.Durations.P50, _before.Durations.P50), 1, _gate.MaxLatencyRatio, IsLeast: false));
            figures.Add(new("latency p99, ratio", Ratio(_meter.Durations.P99, _before.Durations.P99), 1, _gate.MaxLatencyRatioP99, IsLeast: false));
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
        _return = (_running, _other!);
        _records.Record(StoreEvent.Failed, Generation, _slot.Current, why, verdict);
        Return(why);
    }

    private void Return(string why)
    {
        EndShadow();
        _records.Say(HealthCode.ModelRolledBack, LogLevel.Warning, $"goes back from generation {Generation} to {_other!.Generation}: {why}");
        _slot.TryOffer(_second!);
        State = RolloutState.GoingBack;
    }

    private void LookAtReturn()
    {
        if (!_slot.TryCollect(out Model? bad))
        {
            return;
        }

        _running = _other!;
        _second = null;
        bad!.Dispose();
        _meter = new LiveMeter(_clock);
        _slot.Tap = _meter;
        State = RolloutState.Settled;
        ReturnInStore();
        _records.Say(HealthCode.ModelRolledBack, LogLevel.Information, $"runs generation {Generation} again, sha256 {Shown(_slot.Current)}", isActive: false);
    }

    private void EndShadow()
    {
        _meter.Shadow = null;
        _shadow?.Dispose();
        _shadow = null;
    }

    private GateFigure SuspectFigure(double candidate, double current) => new("inputs it was not trained for", candidate, current, Math.Min(1, current + _gate.MaxRobustnessLoss), IsLeast: false);

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
